/**
 * A job runs only once the page-table entries that it was built on are written, and as long as they
 * are.
 */
import { invariant, witness } from "../checker/properties.ts";
import { indexOf } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const jobsRunOnTheirBinds: Spec = {
  property: invariant<DriverState>("jobs-run-on-their-binds", {
    claim:
      "While a job runs, the page-table entries of every binding that it was built on, and of " +
      "images that are pinned for its context, are in place",
    source: "driver.md 11 P7",
    each: "requests",
    holds: ({ requests, vmaResources, pageTables, vms }, index) => {
      const request = requests[index] ?? null;
      if (request?.state !== "running") return true;
      return [...request.uses, ...request.images].every((resource) => {
        const { vm, slot } = vmaResources[indexOf(resource)] ?? { vm: null, slot: 0 };
        if (vm === null) return false;
        // Jobs of users run in the ppGTT behind the GGTT, where there is one.
        const table = vms[indexOf(vm)]?.ggtt?.alias ?? vm;
        return pageTables[indexOf(table)]?.entries[slot]?.resource === resource;
      });
    },
  }),
  witness: witness<DriverState>("a-job-waits-for-its-bind", {
    claim: "A job has been submitted while the bind of its vma is still pending",
    each: "requests",
    reached: ({ requests, vmaResources }, index) =>
      requests[index]?.state === "built" &&
      requests[index].uses.some((each) => vmaResources[indexOf(each)]?.bind === "pending"),
  }),
  brokenBy: ["request-does-not-await-the-bind"],
};
