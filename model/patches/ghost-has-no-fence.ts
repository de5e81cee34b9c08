/** A ghost that is idle from the start, and frees the memory that the blit is about to read. */
import type { Patch } from "../machine/patch.ts";

export const ghostHasNoFence: Patch = {
  id: "ghost-has-no-fence",
  bug: null,
  year: null,
  title: "The ghost of a move is not told of the copy",
  mechanism:
    "The fence of the copy is not added to the reservation of the ghost. The ghost looks " +
    "idle, is destroyed at once, and the blit reads memory that has been freed.",
  source: "driver.md 5 B5; ttm_bo_util.c ttm_bo_move_accel_cleanup()",
  scenario: "C1-move",
  caughtBy: "no-premature-free-of-memory",
  depth: 62,
  edits: [{ remove: "ttm_bo_move_accel_cleanup:add the fence to the ghost" }],
};
