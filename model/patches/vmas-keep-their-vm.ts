/** O14, before: vmas hold strong references on their address space. */
import type { Ref } from "../../checker/refs.ts";
import { vmGet, vmPut } from "../cells/vm.ts";
import type { OrError } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { DestroyLocal } from "../procedures/vma-destroy.ts";
import type { InstanceLocal } from "../procedures/vma-instance.ts";

export const vmasKeepTheirVm: Patch = {
  id: "vmas-keep-their-vm",
  bug: "O14",
  year: 2022,
  title: "A vma holds a strong reference on its address space",
  mechanism:
    "A vma takes a reference on its VM when it is created, and drops it when it is destroyed. " +
    "Nobody else destroys the vma than its object, so that an address space which its users have " +
    "closed stays as long as the object lives.",
  source: "driver.md 7.1; Remove the vm open count, 2022-03",
  scenario: "C5-outlives",
  caughtBy: "address-spaces-end",
  depth: 39,
  edits: [
    {
      after: "i915_vma_instance:join the object, unless somebody was faster",
      insert: [
        follows<InstanceLocal, OrError<Ref<"vmas">>>("take a reference on the VM", (k) => {
          if (k.local.found === undefined) vmGet(k, k.local.vm, k.got("vma"));
        }),
      ],
    },
    {
      before: "i915_vma_destroy:leave the object, and free the vma",
      insert: [
        follows<DestroyLocal, 0>("put the VM", (k) => {
          vmPut(k, k.at(k.local.vma).vm, k.local.vma);
        }),
      ],
    },
  ],
};
