/** An eviction that frees its memory as if the copy were done. */
import type { Patch } from "../machine/patch.ts";

export const evictionLeavesNoFence: Patch = {
  id: "eviction-leaves-no-fence",
  bug: null,
  year: null,
  title: "An eviction does not tell the manager of its fence",
  mechanism:
    "The old memory is freed at once, and nothing says that the blit of the eviction still reads" +
    " it. Whoever gets it next does not wait.",
  source: "driver.md 5 B5 3; ttm_bo_util.c ttm_bo_move_pipeline_evict()",
  scenario: "C8-evict",
  caughtBy: "no-entry-over-freed-memory",
  depth: 28,
  edits: [{ remove: "ttm_bo_move_accel_cleanup:publish the fence" }],
};
