/** Where the policy asks for it, an sg-table is made while its pages are pinned. */
import { stepProperty, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import { needsPins } from "./shmem-policy.ts";
import type { Spec } from "./spec.ts";

export const tablesAreMadeOfPinnedPages: Spec = {
  property: stepProperty<DriverState>("tables-are-made-of-pinned-pages", {
    claim: "An object gets its sg-table only while its pages are pinned, if that is the policy",
    source: "driver.md 9 R1; seed: drm/shmem-helper: Change sgt allocation policy, v18",
    holds: (before, after) =>
      !needsPins(after) ||
      after.shmemObjects.every((object, index) => {
        const old = before.shmemObjects[index] ?? null;
        // What comes with an import is its exporter's.
        if (object === null || object.sgt === null) return true;
        if (at(after, object.sgt)?.pages === null) return true;
        return old?.sgt === object.sgt || object.pinCount.length > 0;
      }),
  }),
  witness: witness<DriverState>("a-table-is-made-of-pinned-pages", {
    claim: "An object whose tables need pins has pins and a table",
    each: "shmemObjects",
    reached: (state, index) =>
      needsPins(state) &&
      state.shmemObjects[index]?.sgt != null &&
      state.shmemObjects[index].pinCount.length > 0,
  }),
  brokenBy: ["driver-does-not-pin"],
};
