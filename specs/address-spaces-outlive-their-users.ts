/**
 * The struct of an address space, and with it its mutex, is freed when nothing leads there any
 * more.
 */
import { stepProperty, witness } from "../checker/properties.ts";
import { ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Whether a vma that has not left it, or a binding, still points at an address space. */
function isPointedAt({ vmas, vmaResources }: DriverState, index: number): boolean {
  const vm = ref("vms", index);
  return (
    vmas.some((vma) => vma?.vm === vm && !vma.hasLeftVm) ||
    vmaResources.some((resource) => resource?.vm === vm)
  );
}

export const addressSpacesOutliveTheirUsers: Spec = {
  property: stepProperty<DriverState>("address-spaces-outlive-their-users", {
    claim:
      "An address space is freed only when no unbind is pending in it and no vma or binding " +
      "points at it",
    source: "driver.md 11 P14",
    holds: (before, after) =>
      after.vms.every((vm, index) => {
        if (vm !== null) return true;
        const old = before.vms[index] ?? null;
        return old === null || (old.pendingUnbind.length === 0 && !isPointedAt(after, index));
      }),
  }),
  witness: witness<DriverState>("a-vm-is-kept-for-a-dying-object", {
    claim: "An address space has been released, and is kept for a vma whose object is dying",
    each: "vmas",
    reached: ({ vmas }, index) => vmas[index]?.vmDdestroy ?? false,
  }),
  brokenBy: ["dying-vmas-do-not-keep-the-vm"],
};
