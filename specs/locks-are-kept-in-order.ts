/** Locks are dropped by whoever took them, and not taken on the way to a fence's signal. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const locksAreKeptInOrder: Spec = {
  property: noFault("locks-are-kept-in-order", {
    claim:
      "Nobody unlocks what another holds, or locks anything that a fence's signal would wait for",
    source: "driver.md 11 P12, P26",
    kinds: ["unlock-by-stranger", "lock-in-signalling-section", "kernel-assertion"],
  }),
  witness: witness<DriverState>("a-work-waits-for-the-mutex", {
    claim:
      "An unbind is done and its work still has to take vm->mutex, which another process holds",
    reached: ({ vms, unbindFences, vmaResources }) =>
      vms.some((vm) => vm?.lock != null) &&
      vmaResources.some(
        (resource, index) =>
          resource?.unbind === "done" &&
          !resource.immediateUnbind &&
          unbindFences[index]?.signalled === true,
      ),
  }),
  brokenBy: ["unbind-ends-signalling-too-late"],
};
