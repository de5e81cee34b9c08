/** A synchronous unbind that trusts the unbind to have run inline. */
import type { Patch } from "../machine/patch.ts";

export const syncUnbindDoesNotWait: Patch = {
  id: "sync-unbind-does-not-wait",
  bug: null,
  year: null,
  title: "A synchronous unbind does not wait for the unbind fence",
  mechanism:
    "The entries were cleared inline, so __i915_vma_evict() does not wait for the fence. A " +
    "capture still holds the binding, and its range goes to the next one.",
  source: "driver.md 6.8, 8; i915_vma.c __i915_vma_evict()",
  scenario: "C7-sync",
  caughtBy: "held-range-is-kept",
  depth: 36,
  edits: [{ remove: "__i915_vma_evict:wait for the unbind fence" }],
};
