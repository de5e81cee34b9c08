/** An early revision: the unbind leaves the tree, under the mutex, before its fence signals. */
import type { Patch } from "../machine/patch.ts";
import { follows, step } from "../machine/procedure.ts";
import { dropLock, takeLock } from "../procedures/skeleton-steps.ts";

export const unbindWorkLeavesTheTreeFirst: Patch = {
  id: "unbind-work-leaves-the-tree-first",
  bug: null,
  year: null,
  title: "The unbind work takes vm->mutex before it signals",
  mechanism:
    "The unbind is taken out of the tree first and signalled then. Whoever waits for it with " +
    "vm->mutex held keeps it from ever signalling.",
  source: "driver.md 1.2, 6.4; Use vma resources for async unbinding, early revision",
  scenario: "C11-two-users",
  caughtBy: "deadlock",
  depth: 8,
  edits: [
    {
      before: "locks of i915_vma_resource_unbind_work:unhold",
      insert: [
        step<object, 0>("lock vm.mutex first", (k) => takeLock(k, "vm.mutex")),
        follows<object, 0>("leave the tree", (k) => dropLock(k, "vm.mutex")),
      ],
    },
    { remove: "locks of __i915_vma_resource_unhold:lock vm.mutex" },
    { remove: "locks of __i915_vma_resource_unhold:leave the tree" },
  ],
};
