/** A worker that frees busy memory. */
import type { Patch } from "../machine/patch.ts";

export const ghostDoesNotWait: Patch = {
  id: "ghost-does-not-wait",
  bug: null,
  year: null,
  title: "The delayed delete of a ghost does not wait for its fences",
  mechanism:
    "The worker frees the memory of a ghost without waiting for the fences of its " +
    "reservation. The blit that copies from it is still running, or has not even started.",
  source: "driver.md 5 B11; ttm_bo.c ttm_bo_delayed_delete()",
  scenario: "C1-move",
  caughtBy: "no-premature-free-of-memory",
  depth: 62,
  edits: [{ remove: "ttm_bo_delayed_delete:wait for all fences" }],
};
