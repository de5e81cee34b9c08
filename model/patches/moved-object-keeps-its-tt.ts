/** Memory that is kept for nothing. */
import type { Patch } from "../machine/patch.ts";

export const movedObjectKeepsItsTt: Patch = {
  id: "moved-object-keeps-its-tt",
  bug: null,
  year: null,
  title: "A move by the CPU leaves the old pages with the object",
  mechanism:
    "Behind a synchronous move to local memory the tt of the object is not destroyed. Its pages " +
    "are held as long as the object is there.",
  source: "driver.md 5 M10; ttm_bo_util.c ttm_bo_move_sync_cleanup()",
  scenario: "C8-memcpy-mapped",
  caughtBy: "local-memory-is-had-alone",
  depth: 12,
  edits: [{ remove: "ttm_bo_move_sync_cleanup:destroy the tt" }],
};
