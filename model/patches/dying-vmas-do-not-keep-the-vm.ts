/** O14, half of the fix: the reference is weak, and nothing keeps the struct instead. */
import { moveInVm } from "../cells/vm.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { VmCloseLocal } from "../procedures/vm-release.ts";

export const dyingVmasDoNotKeepTheVm: Patch = {
  id: "dying-vmas-do-not-keep-the-vm",
  bug: null,
  year: null,
  title: "The release of an address space does not keep it for vmas of dying objects",
  mechanism:
    "The release of a VM unbinds a vma whose object is dying, and leaves it to the object, but " +
    "does not keep its own struct. The object then locks the mutex of a VM that has been freed.",
  source: "driver.md 7.1; Remove the vm open count, 2022-03, without resv_ref for dying vmas",
  scenario: "C5-close",
  caughtBy: "address-spaces-outlive-their-users",
  depth: 19,
  edits: [
    {
      replace: "__i915_vm_close:leave the vma to its object",
      by: [
        step<VmCloseLocal, 0>("leave the vma to its object, and forget it", (k) => {
          moveInVm(k, [k.local.vm, k.got("vma")], null);
          delete k.local.vma;
          return k.goto("take the next vma");
        }),
      ],
    },
  ],
};
