/** The page tables of an address space stay until the last work has written entries there. */
import { invariant, witness } from "../checker/properties.ts";
import { indexOf } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const pageTablesOutliveTheirWriters: Spec = {
  property: invariant<DriverState>("page-tables-outlive-their-writers", {
    claim:
      "While a bind, or an unbind that rewrites entries, is still to come, its page tables exist",
    source: "driver.md 7.1 steps 2 and 3; 11 P14",
    each: "vmaResources",
    holds: ({ vmaResources, pageTables }, index) => {
      const resource = vmaResources[index] ?? null;
      if (resource === null || resource.vm === null || resource.unbind === "done") return true;
      const writes = resource.bind === "pending" || resource.unbind === "scheduled";
      if (!writes || resource.skipPteRewrite) return true;
      return pageTables[indexOf(resource.vm)] !== null;
    },
  }),
  witness: witness<DriverState>("an-unbind-is-pending-in-a-dying-vm", {
    claim: "The release of an address space finds an unbind pending that still clears entries",
    each: "vms",
    reached: ({ vms }, index) => {
      const vm = vms[index];
      return vm?.refs.length === 0 && vm.pendingUnbind.length > 0;
    },
  }),
  brokenBy: ["vm-release-does-not-wait"],
};
