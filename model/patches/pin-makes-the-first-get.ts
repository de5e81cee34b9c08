/** An exec that does not wake the GT before it locks anything. */
import type { Patch } from "../machine/patch.ts";
import { follows, step } from "../machine/procedure.ts";
import { dropLock, takeLock, type SkeletonLocal } from "../procedures/skeleton-steps.ts";

export const pinMakesTheFirstGet: Patch = {
  id: "pin-makes-the-first-get",
  bug: null,
  year: null,
  title: "The GT is woken by the first vma that becomes active",
  mechanism:
    "Nobody wakes the GT before vm->mutex is locked, and active() does so under it. A park in " +
    "progress has wf.mutex, on which that waits, and wants vm->mutex.",
  source: "driver.md 6.10, 6.13 K11, 7.3; i915_gem_execbuffer.c i915_gem_do_execbuffer()",
  scenario: "C11-two-users",
  caughtBy: "deadlock",
  depth: 13,
  edits: [
    { remove: "locks of i915_vma_pin_ww:wake the GT" },
    { remove: "locks of i915_vma_pin_ww:the GT is awake" },
    {
      after: "locks of i915_vma_pin_ww:lock active.mutex",
      insert: [
        step<SkeletonLocal, 0>("get the GT", (k) => takeLock(k, "wf.mutex")),
        follows<SkeletonLocal, 0>("the GT is up", (k) => dropLock(k, "wf.mutex")),
      ],
    },
  ],
};
