/** A shrinker that does not take no for an answer. */
import type { Patch } from "../machine/patch.ts";
import { take } from "../procedures/skeleton-steps.ts";

export const reclaimLocksObjects: Patch = {
  id: "reclaim-locks-objects",
  bug: null,
  year: null,
  title: "The shrinker locks objects, rather than try to",
  mechanism:
    "Reclaim is entered from an allocation under an object's lock, and waits for that of " +
    "another. Two of them may wait for each other.",
  source: "driver.md 1.3, 6.13; i915_gem_shrinker.c",
  scenario: "C11-two-users",
  caughtBy: "deadlock",
  depth: 11,
  edits: [
    {
      replace: "locks of reclaim:try to lock the other object",
      by: [take("the other object")],
    },
  ],
};
