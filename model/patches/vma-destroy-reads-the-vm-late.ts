/** A vma that is being destroyed still asks its address space, which may be gone. */
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { DestroyLocal } from "../procedures/vma-destroy.ts";

export const vmaDestroyReadsTheVmLate: Patch = {
  id: "vma-destroy-reads-the-vm-late",
  bug: null,
  year: null,
  title: "A vma that is destroyed reads its VM after it has dropped the mutex",
  mechanism:
    "i915_vma_destroy() reads vma->vm->gt after it has unlocked vm->mutex. The vma is on no list " +
    "of the VM any more, whose release may be through by then.",
  source: "driver.md 7.2; fix of release_references(), 2022-06",
  scenario: "C5-close",
  caughtBy: "no-use-after-free-of-structs",
  depth: 22,
  edits: [
    {
      after: "i915_vma_destroy:unlock vm->mutex",
      insert: [
        step<DestroyLocal, 0>("read the GT of the VM", (k) => {
          k.at(k.at(k.local.vma).vm);
        }),
      ],
    },
  ],
};
