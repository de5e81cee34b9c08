/** The CPU's entries of a user never lead to memory that may be somebody else's. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const noMappingOverFreedMemory: Spec = {
  property: invariant<DriverState>("no-mapping-over-freed-memory", {
    claim: "No CPU mapping of a user points at memory that has been freed",
    source: "driver.md 11 P1",
    each: "userMappings",
    holds: (state, index) => {
      const memory = state.userMappings[index]?.memory ?? null;
      return memory === null || at(state, memory) !== null;
    },
  }),
  witness: witness<DriverState>("an-object-is-mapped", {
    claim: "The CPU has mapped the memory of an object",
    each: "userMappings",
    reached: ({ userMappings }, index) => userMappings[index]?.memory != null,
  }),
  brokenBy: ["purge-does-not-unmap"],
};
