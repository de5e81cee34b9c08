/**
 * The page-table entries of a binding are not cleared before the work that writes them is through.
 */
import { invariant, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const unbindAfterBind: Spec = {
  property: invariant<DriverState>("unbind-after-bind", {
    claim: "The unbind of a resource runs only after its bind has completed, or was skipped",
    source: "driver.md 11 P5",
    each: "vmaResources",
    holds: ({ vmaResources }, index) => {
      const resource = vmaResources[index] ?? null;
      return resource === null || resource.bind !== "pending" || resource.unbind !== "done";
    },
  }),
  witness: witness<DriverState>("unbind-waits-for-a-bind", {
    claim: "An unbind is scheduled while the bind of its resource is still pending",
    each: "vmaResources",
    reached: ({ vmaResources }, index) =>
      vmaResources[index]?.bind === "pending" && vmaResources[index]?.unbind === "scheduled",
  }),
  brokenBy: ["unbind-does-not-await-the-bind"],
};
