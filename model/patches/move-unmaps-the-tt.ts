/** The table of the source goes with the move, not with the end of the copy. */
import { sgtOf } from "../cells/tt.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { AccelCleanupLocal } from "../procedures/move-cleanup.ts";

export const moveUnmapsTheTt: Patch = {
  id: "move-unmaps-the-tt",
  bug: null,
  year: null,
  title: "A move to local memory tears the table of the tt down before the copy is done",
  mechanism:
    "The tt of the source is unmapped as soon as the ghost owns it. A reference on its table " +
    "keeps only the struct, and the copy that should make good for a failed blit finds no " +
    "table.",
  source: "driver.md 2.2, 4 A6; i915_gem_ttm.c i915_ttm_tt_unpopulate()",
  scenario: "C1-recovery-system",
  caughtBy: "no-use-after-free-of-tables",
  depth: 22,
  edits: [
    {
      after: "ttm_bo_move_accel_cleanup:hand over the tt, if the destination needs none",
      insert: [
        follows<AccelCleanupLocal, Status>("unmap it", (k) => {
          const { tt } = k.at(k.got("ghost"));
          if (tt !== null) k.at(sgtOf(tt)).table = null;
        }),
      ],
    },
  ],
};
