/** A copy with the CPU that takes the place of a blit, but not its dependencies. */
import type { Patch } from "../machine/patch.ts";

export const copyDoesNotWaitForJobs: Patch = {
  id: "copy-does-not-wait-for-jobs",
  bug: null,
  year: null,
  title: "A move that gets no blit copies without waiting",
  mechanism:
    "Where no blit can be submitted, the CPU copies at once instead of waiting for the " +
    "dependencies that the blit would have had. What a job writes afterwards stays in the old " +
    "memory.",
  source: "driver.md 5 B3 1; i915_gem_ttm_move.c __i915_ttm_move(), i915_deps_sync()",
  scenario: "C8-memory",
  caughtBy: "moves-keep-the-content",
  depth: 37,
  edits: [{ remove: "__i915_ttm_move:wait for the dependencies" }],
};
