/** The deadlock that O18 has to work around: victims are locked for real under vm->mutex. */
import type { Patch } from "../machine/patch.ts";
import { take } from "../procedures/skeleton-steps.ts";

export const evictionLocksItsVictims: Patch = {
  id: "eviction-locks-its-victims",
  bug: null,
  year: null,
  title: "An eviction from an address space locks its victims, rather than try to",
  mechanism:
    "i915_gem_evict_something() waits for the lock of a victim with vm->mutex held. Whoever " +
    "has that lock may be about to take the mutex.",
  source: "driver.md 1.1, 7.4; improve the catch-all evict to handle lock contention, 2022-12",
  scenario: "C11-two-users",
  caughtBy: "deadlock",
  depth: 11,
  edits: [
    {
      replace: "locks of i915_gem_evict_something:try to lock the other object",
      by: [take("the other object")],
    },
  ],
};
