/** A range is not written for a new binding while the unbind of an old one is still to come. */
import { stepProperty, witness } from "../checker/properties.ts";
import { indexOf, type Ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Whether some unbind that was queued before `resource` took its range has not signalled. */
function hasEarlierUnbind(state: DriverState, vmIndex: number, resource: Ref): boolean {
  const vm = state.vms[vmIndex];
  const written = state.vmaResources[indexOf(resource)] ?? null;
  if (vm == null || written === null) return false;
  const own = vm.pendingUnbind.findIndex((each) => each === resource);
  const earlier = own < 0 ? vm.pendingUnbind : vm.pendingUnbind.slice(0, own);
  return earlier.some((each) => {
    const other = state.vmaResources[indexOf(each)] ?? null;
    if (other === null || state.unbindFences[indexOf(each)]?.signalled !== false) return false;
    const beside = vm.hasColouring && other.colour !== written.colour ? 1 : 0;
    return Math.abs(other.slot - written.slot) <= written.guard + other.guard + beside;
  });
}

export const rebindAfterUnbind: Spec = {
  property: stepProperty<DriverState>("rebind-after-unbind", {
    claim:
      "Page-table entries are written only after every earlier unbind of the range is done, and " +
      "of another colour beside it",
    source: "driver.md 11 P6",
    holds: (before, after) =>
      after.pageTables.every((table, vm) =>
        (table?.entries ?? []).every((entry, slot) => {
          const old = before.pageTables[vm]?.entries[slot] ?? null;
          if (entry === null || entry.resource === old?.resource) return true;
          return old === null && !hasEarlierUnbind(before, vm, entry.resource);
        }),
      ),
  }),
  witness: witness<DriverState>("bind-meets-a-pending-unbind", {
    claim: "A bind is pending in a range whose last unbind has not finished either",
    reached: ({ vms, vmaResources }) =>
      vms.some((vm) => (vm?.pendingUnbind.length ?? 0) > 0) &&
      vmaResources.some((each) => each?.bind === "pending" && each.unbind === "none"),
  }),
  brokenBy: [
    "bind-does-not-await-unbinds",
    "colours-are-not-considered",
    "colours-widen-a-copy",
    "guards-are-not-keys",
    "ranges-are-truncated",
  ],
};
