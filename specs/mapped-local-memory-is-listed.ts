/** A runtime suspend finds every mapping of local memory on its list, and nothing else. */
import { invariant, witness } from "../checker/properties.ts";
import { at, collectionOf, ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const mappedLocalMemoryIsListed: Spec = {
  property: invariant<DriverState>("mapped-local-memory-is-listed", {
    claim:
      "While nobody holds its lock, an object that the CPU has mapped in local memory is listed, " +
      "and whoever is listed is alive and in local memory",
    source: "driver.md 11 P21",
    each: "userMappings",
    holds: (state, index) => {
      const mapping = state.userMappings[index] ?? null;
      if (mapping === null) return true;
      const object = at(state, ref("objects", index));
      if (object === null) return !mapping.listed;
      const bo = at(state, object.bo);
      if (bo === null || at(state, bo.resv)?.lock !== null) return true;
      if (mapping.memory !== null && collectionOf(mapping.memory) === "blocks") {
        return mapping.listed;
      }
      if (!mapping.listed) return true;
      return bo.resource !== null && at(state, bo.resource)?.placement === "LMEM";
    },
  }),
  witness: witness<DriverState>("local-memory-is-mapped", {
    claim: "The CPU has mapped local memory",
    each: "userMappings",
    reached: ({ userMappings }, index) => userMappings[index]?.listed === true,
  }),
  brokenBy: ["unmapping-forgets-the-list"],
};
