/** O23: the fence of a blit into local memory gates access, whatever becomes of the blit. */
import type { FenceRef } from "../cells/fence.ts";
import { isError, type Errno } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import { accelMove, type MigrateLocal } from "../procedures/migrate.ts";

export const rawFenceForLocalMemory: Patch = {
  id: "raw-fence-for-local-memory",
  bug: "O23",
  year: 2021,
  title: "A blit into local memory is not made good for when it fails",
  mechanism:
    "A move into local memory returns the fence of its request, as a move into system memory " +
    "does. If the blit that clears the memory is reset, the fence signals all the same, and the " +
    "next user of the object sees what the previous owner of the memory has left.",
  source: "driver.md 5 B3; Thomas Hellström, Failsafe migration blits, 2021-11",
  scenario: "C8-clear",
  caughtBy: "no-stale-data",
  depth: 17,
  edits: [
    {
      replace: "__i915_ttm_move:how did that go?",
      by: [
        follows<MigrateLocal, FenceRef | null | Errno>("return its fence", (k) => {
          const fence = k.resultOf(accelMove);
          return isError(fence) ? k.goto("wait for the dependencies") : k.ret(fence);
        }),
      ],
    },
  ],
};
