/** The range of a binding that is held is not given a new meaning. */
import { invariant, witness } from "../checker/properties.ts";
import { indexOf, ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import { isCaptured } from "./held-memory-is-kept.ts";
import type { Spec } from "./spec.ts";

export const heldRangeIsKept: Spec = {
  property: invariant<DriverState>("held-range-is-kept", {
    claim: "While a capture holds a binding, no entry of its range is written for another one",
    source: "driver.md 11 P17",
    each: "vmaResources",
    holds: (state, index) => {
      if (!isCaptured(state, index)) return true;
      const { vm = null, slot = 0 } = state.vmaResources[index] ?? {};
      if (vm === null) return true;
      const entry = state.pageTables[indexOf(vm)]?.entries[slot] ?? null;
      return entry === null || entry.resource === ref("vmaResources", index);
    },
  }),
  witness: witness<DriverState>("a-capture-keeps-the-mutex-locked", {
    claim: "A capture holds a binding that somebody waits for with vm->mutex locked",
    each: "vmaResources",
    reached: (state, index) => {
      const { vm = null, unbind = "none" } = state.vmaResources[index] ?? {};
      if (vm === null || unbind !== "done" || !isCaptured(state, index)) return false;
      return state.vms[indexOf(vm)]?.lock != null;
    },
  }),
  brokenBy: ["sync-unbind-does-not-wait"],
};
