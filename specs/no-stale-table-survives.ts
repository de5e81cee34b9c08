/** A table of the shmem helper describes the pages of its object, and nobody keeps an older one. */
import { invariant, witness } from "../checker/properties.ts";
import { at, type Ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import { needsPins } from "./shmem-policy.ts";
import type { Spec } from "./spec.ts";

/** Whether some process has the table in hand. */
const isInHand = ({ processes }: DriverState, sgt: Ref<"shmemSgts">): boolean =>
  processes.some((process) => process?.stack.some(({ local }) => local["sgt"] === sgt) === true);

export const noStaleTableSurvives: Spec = {
  property: invariant<DriverState>("no-stale-table-survives", {
    claim:
      "The table of an object describes the pages that it has; who has it in hand holds a pin, " +
      "if that is the policy",
    source: "driver.md 9 R2, R3",
    each: "shmemObjects",
    holds: (state, index) => {
      const object = state.shmemObjects[index] ?? null;
      if (object === null || object.lock !== null || state.fault !== null) return true;
      const { sgt, pages, pinCount } = object;
      if (sgt === null) return true;
      const table = at(state, sgt);
      // What came with an import is its exporter's.
      if (table?.pages === null) return true;
      if (table?.pages !== pages) return false;
      if (!needsPins(state)) return true;
      return pinCount.length > 0 || !isInHand(state, sgt);
    },
  }),
  witness: witness<DriverState>("a-table-is-in-hand-during-a-scan", {
    claim: "A driver has the table of an object in hand while a shrinker scans",
    each: "shmemObjects",
    reached: (state, index) => {
      const sgt = state.shmemObjects[index]?.sgt ?? null;
      const isScan = (procedure: string): boolean => procedure.includes("_shrinker_scan");
      return (
        sgt !== null &&
        isInHand(state, sgt) &&
        state.processes.some((each) => each?.stack.some(({ procedure }) => isScan(procedure)))
      );
    },
  }),
  brokenBy: ["driver-unpins-too-early"],
};
