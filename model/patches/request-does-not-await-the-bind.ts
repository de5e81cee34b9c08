/** A job that starts before the page-table entries it needs are written. */
import type { Patch } from "../machine/patch.ts";

export const requestDoesNotAwaitTheBind: Patch = {
  id: "request-does-not-await-the-bind",
  bug: null,
  year: null,
  title: "A job does not wait for the bind of its vma",
  mechanism:
    "The request awaits the fences of the object's reservation, but not the exclusive fence of " +
    "the vma, where the bind work publishes itself. The job starts on entries that point at " +
    "scratch.",
  source: "driver.md 3.2, 6.10; i915_vma.c _i915_vma_move_to_active()",
  scenario: "C1-move",
  caughtBy: "jobs-run-on-their-binds",
  depth: 38,
  edits: [{ remove: "_i915_vma_move_to_active:await the bind" }],
};
