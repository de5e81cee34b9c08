/** Pages that another manager still describes are taken away. */
import type { Patch } from "../machine/patch.ts";

export const swapoutDoesNotMoveFirst: Patch = {
  id: "swapout-does-not-move-first",
  bug: null,
  year: null,
  title: "A swapout writes pages out wherever their buffer object is",
  mechanism:
    "The buffer object is not moved to system memory before its pages are written out. The " +
    "manager that it is with goes on to describe pages that have been freed.",
  source: "driver.md 10.4 3; ttm_bo.c ttm_bo_swapout()",
  scenario: "C9-swapout-memory",
  caughtBy: "written-out-pages-are-not-elsewhere",
  depth: 10,
  edits: [{ remove: "ttm_bo_swapout:move it to system memory, if it is elsewhere" }],
};
