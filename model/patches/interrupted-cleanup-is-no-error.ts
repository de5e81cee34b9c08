/** A signal that is lost. */
import type { Patch } from "../machine/patch.ts";

export const interruptedCleanupIsNoError: Patch = {
  id: "interrupted-cleanup-is-no-error",
  bug: null,
  year: null,
  title: "What the clean-up of a released victim returns is forgotten",
  mechanism:
    "An eviction does not keep the error of a clean-up that was interrupted. The caller takes it " +
    "for room that was made, and waits for the same victim again.",
  source: "driver.md 10.2 3, 10.6; ttm_bo.c ttm_mem_evict_first()",
  scenario: "C8-dying",
  caughtBy: "evictions-go-on",
  depth: 6,
  edits: [{ remove: "ttm_mem_evict_first:keep the result" }],
};
