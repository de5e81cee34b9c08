/** O31: an eviction that fails keeps what it had allocated. */
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import { handleMoveMem } from "../procedures/handle-move.ts";

export const evictionLeaksItsDestination: Patch = {
  id: "eviction-leaks-its-destination",
  bug: "O31",
  year: 2023,
  title: "An eviction whose move fails does not free the destination",
  mechanism:
    "The resource that was allocated for the victim is freed only if the move wants a hop in " +
    "between. After any other error, nobody knows it any more.",
  source: "driver.md 10.2; Thomas Hellström, Don't leak a resource on eviction error, 2023-06",
  scenario: "C8-memory",
  caughtBy: "nothing-leaks",
  depth: 45,
  edits: [
    {
      replace: "ttm_bo_evict:free the destination of a move that failed",
      by: [
        follows<object, Status>("return the error", (k) => {
          const status = k.resultOf(handleMoveMem);
          if (status !== 0) return k.ret(status);
        }),
      ],
    },
  ],
};
