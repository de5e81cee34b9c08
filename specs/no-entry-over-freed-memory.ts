/** A page-table entry never leads to memory that may be somebody else's. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import { isKept } from "./kept-memory.ts";
import type { Spec } from "./spec.ts";

export const noEntryOverFreedMemory: Spec = {
  property: invariant<DriverState>("no-entry-over-freed-memory", {
    claim:
      "No page-table entry of a live address space points at memory that has been freed, unless " +
      "an eviction freed it and whoever gets it has to wait for the unbind",
    source: "driver.md 11 P1",
    holds: (state) =>
      state.pageTables.every(
        (table, index) =>
          (state.vms[index]?.refs.length ?? 0) === 0 ||
          (table?.entries ?? []).every(
            (entry) =>
              entry === null || at(state, entry.memory) !== null || isKept(state, entry.memory),
          ),
      ),
  }),
  witness: witness<DriverState>("an-entry-is-written", {
    claim: "A page-table entry points at memory",
    each: "pageTables",
    reached: ({ pageTables }, index) =>
      pageTables[index]?.entries.some((entry) => entry !== null) ?? false,
  }),
  brokenBy: ["unbind-fence-is-not-added", "eviction-leaves-no-fence"],
};
