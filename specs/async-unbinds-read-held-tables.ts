/**
 * An unbind does not wait for the bind before it, so the bind must hold what it has yet to read.
 */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const asyncUnbindsReadHeldTables: Spec = {
  property: invariant<DriverState>("async-unbinds-read-held-tables", {
    claim:
      "When an unbind is scheduled behind a pending bind whose resource holds a reference on a " +
      "table, the bind reads that table and no other",
    source: "driver.md 11 P15",
    each: "vmaResources",
    holds: ({ vmaResources }, index) => {
      const resource = vmaResources[index] ?? null;
      if (resource?.unbind !== "scheduled" || resource.bind !== "pending") return true;
      return resource.rsgt === null || resource.pages === resource.rsgt;
    },
  }),
  witness: witness<DriverState>("a-view-is-bound-asynchronously", {
    claim: "The bind of a view is pending, and reads a table that nobody counts",
    each: "vmaResources",
    reached: (state, index) => {
      const resource = state.vmaResources[index] ?? null;
      const pages = resource?.pages ?? null;
      if (resource?.bind !== "pending" || pages === null) return false;
      return pages.startsWith("viewSgts") && at(state, pages) !== null;
    },
  }),
  brokenBy: ["views-are-unbound-asynchronously"],
};
