/** Whoever has ended has released what it locked. */
import { atRest, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

const free = (each: { readonly lock: unknown } | null): boolean =>
  each === null || each.lock === null;

const fences = ["unbindFences", "bindFences", "requestFences", "migrationFences"] as const;

export const locksAreReleased: Spec = {
  property: atRest<DriverState>("locks-are-released", {
    claim: "At rest no reservation, address space, GT, fence or object of the helper is locked",
    source: "driver.md 11 P26",
    holds: (state) =>
      state.fault !== null ||
      (state.reservations.every(free) &&
        state.vms.every(free) &&
        state.gts.every(free) &&
        state.locks.every(free) &&
        fences.every((pool) => state[pool].every(free)) &&
        state.shmemObjects.every(
          (each) => each === null || (free(each) && free(each.mappingsLock)),
        )),
  }),
  witness: witness<DriverState>("two-locks-are-held-at-once", {
    claim: "An object and an address space are locked by one process",
    reached: ({ reservations, vms }) =>
      vms.some((vm) => vm?.lock != null && reservations.some((each) => each?.lock === vm.lock)),
  }),
  brokenBy: ["madvise-keeps-the-mappings-locked"],
};
