/** A bind writes the entries of its own node, whatever its table says. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const entriesStayInTheirNodes: Spec = {
  property: invariant<DriverState>("entries-stay-in-their-nodes", {
    claim: "No page-table entry is written outside of the node of the vma that it was written for",
    source: "driver.md 6.3 D5, 11 P1, P6",
    each: "pageTables",
    holds: (state, index) =>
      state.pageTables[index]?.entries.every((entry, slot) => {
        const resource = entry === null ? null : at(state, entry.resource);
        return resource === null || resource.slot === slot;
      }) ?? true,
  }),
  witness: witness<DriverState>("neighbours-are-bound", {
    claim: "Two vmas are bound side by side",
    each: "pageTables",
    reached: ({ pageTables }, index) =>
      pageTables[index]?.entries.some(
        (entry, slot, entries) =>
          entry !== null &&
          entries[slot + 1] != null &&
          entries[slot + 1]?.resource !== entry.resource,
      ) ?? false,
  }),
  brokenBy: ["table-is-too-long"],
};
