/** What has been purged has nothing any more, and gets nothing again. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const purgedObjectsAreEmpty: Spec = {
  property: invariant<DriverState>("purged-objects-are-empty", {
    claim:
      "While nobody holds its lock, a purged object has no pages, and in TTM no resource, file " +
      "or mapping",
    source: "driver.md 11 P22",
    each: "objects",
    holds: (state, index) => {
      const object = state.objects[index] ?? null;
      if (object?.madv !== "PURGED") return true;
      const bo = at(state, object.bo);
      if (bo === null || at(state, bo.resv)?.lock !== null) return true;
      if (object.backing === "plain shmem") return object.pages === null;
      const tt = bo.tt === null ? null : at(state, bo.tt);
      const isEmpty =
        tt === null || (tt.pages === null && tt.filp === null && tt.swapStorage === null);
      return (
        isEmpty &&
        bo.resource === null &&
        object.pages === null &&
        state.userMappings[index]?.memory === null
      );
    },
  }),
  witness: witness<DriverState>("an-object-is-purged", {
    claim: "An object has been purged, and is still referenced",
    each: "objects",
    reached: ({ objects }, index) =>
      objects[index]?.madv === "PURGED" && objects[index].refs.length > 0,
  }),
  brokenBy: ["purge-keeps-the-file"],
};
