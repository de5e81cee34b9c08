/**
 * An address space ends once nobody uses it, even if objects that were bound in it live on: the
 * part of P4 that concerns address spaces.
 */
import { atRest, witness } from "../checker/properties.ts";
import { ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** How many references of the user an address space has. */
function users({ contexts, vmHandles }: DriverState, index: number): number {
  return [...contexts, ...vmHandles].filter((each) => each === ref("vms", index)).length;
}

export const addressSpacesEnd: Spec = {
  property: atRest<DriverState>("address-spaces-end", {
    claim: "At rest nobody keeps an address space but contexts and handles of users",
    source: "driver.md 11 P4, L4; 7.1",
    holds: (state) =>
      state.fault !== null ||
      state.vms.every(
        (vm, index) =>
          vm === null || (vm.refs.length > 0 && vm.refs.length === users(state, index)),
      ),
  }),
  witness: witness<DriverState>("an-object-outlives-its-vm", {
    claim: "The address space of a context that was closed has been freed, and an object lives on",
    reached: ({ contexts, vms, objects }) =>
      contexts.some((context, index) => context === null && vms[index] === null) &&
      objects.some((object) => (object?.refs.length ?? 0) > 0),
  }),
  brokenBy: ["vmas-keep-their-vm"],
};
