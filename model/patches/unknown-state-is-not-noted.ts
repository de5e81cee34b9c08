/** Wedging the GPU does not keep the CPU out. */
import type { Patch } from "../machine/patch.ts";

export const unknownStateIsNotNoted: Patch = {
  id: "unknown-state-is-not-noted",
  bug: null,
  year: null,
  title: "An object whose clear has failed is not marked as unknown",
  mechanism:
    "The GPU is wedged when a clear fails that the CPU may not make good for, but the object is " +
    "not marked. A user maps it, and reads what others have left.",
  source: "driver.md 5 B3 3, B12 6; i915_gem_ttm_move.c __memcpy_work()",
  scenario: "C8-metadata-mapped",
  caughtBy: "users-map-no-stale-data",
  depth: 25,
  edits: [{ remove: "__memcpy_work:nobody may use the object" }],
};
