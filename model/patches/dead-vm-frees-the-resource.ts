/** O05: in an address space that is dead, nothing is unbound, and nobody is waited for. */
import { refctSgtPut } from "../cells/sgt.ts";
import { vmaResourceFree } from "../cells/vma-resource.ts";
import { moveInVm } from "../cells/vm.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { EvictLocal } from "../procedures/vma-unbind.ts";

export const deadVmFreesTheResource: Patch = {
  id: "dead-vm-frees-the-resource",
  bug: "O05",
  year: 2021,
  title: "An eviction from a dead address space frees the vma resource instead of unbinding it",
  mechanism:
    "Since nobody can use the entries of an address space that is dead, the unbind is skipped " +
    "and the resource freed at once. A capture that holds the resource is not waited for, and " +
    "works with what has been freed.",
  source:
    "driver.md 6.8 3; v2 of the async unbinding series, move the check for vm closed to the " +
    "unbinding thread",
  scenario: "C7-close",
  caughtBy: "no-use-after-free-of-structs",
  depth: 15,
  edits: [
    {
      before: "__i915_vma_evict:schedule the unbind",
      insert: [
        step<EvictLocal, unknown>("is the address space dead?", (k) => {
          const { vma } = k.local;
          const { vm, resource } = k.at(vma);
          if (resource === null || k.at(vm).refs.length > 0) return;
          const { rsgt } = k.at(resource);
          if (rsgt !== null) refctSgtPut(k, rsgt, resource);
          vmaResourceFree(k, resource);
          k.at(vma).resource = null;
          k.at(vma).bound = 0;
          moveInVm(k, [vm, vma], "unboundList");
          return k.goto("let go of the pages");
        }),
      ],
    },
  ],
};
