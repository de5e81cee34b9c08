/** O13: who destroys an object does not wait for whoever has just unbound its vma. */
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { DestroyLocal } from "../procedures/vma-destroy.ts";

export const vmaDestroySkipsTheMutex: Patch = {
  id: "vma-destroy-skips-the-mutex",
  bug: "O13",
  year: 2022,
  title: "A vma is destroyed without vm->mutex if it is not bound",
  mechanism:
    "The end of an object looks without the lock whether the node of a vma is allocated, and " +
    "frees the vma at once if it is not. Whoever has just unbound it, with vm->mutex held, still " +
    "uses the vma.",
  source: "driver.md 7.2; fix bc1922e5d349, 2022-01",
  scenario: "C5-close",
  caughtBy: "no-use-after-free-of-structs",
  depth: 21,
  edits: [
    {
      before: "i915_vma_destroy:lock vm->mutex",
      insert: [
        step<DestroyLocal, 0>("is there nothing to unbind?", (k) => {
          const vma = k.at(k.local.vma);
          if (vma.node !== null) return;
          // In that kernel what was unbound was on no list of the VM, and there was none to lock.
          const vm = k.at(vma.vm);
          vm.unboundList = vm.unboundList.filter((each) => each !== k.local.vma);
          k.local.vmDdestroy = vma.vmDdestroy;
          return k.goto("leave the object, and free the vma");
        }),
      ],
    },
  ],
};
