/**
 * O18: an execution that cannot trylock what is in its way tells the user that there is no room.
 */
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import { vmaPin } from "../procedures/vma-pin.ts";

export const evictionGivesUp: Patch = {
  id: "eviction-gives-up-on-locked-objects",
  bug: "O18",
  year: 2022,
  title: "An execution fails since somebody else has locked what is in its way",
  mechanism:
    "Under vm->mutex objects can only be trylocked, and there is no pass that drops the mutex to" +
    " lock one for real. A victim that is locked for a moment makes the execution fail with " +
    "-ENOSPC.",
  source:
    "driver.md 7.4; Thomas Hellström, Improve the catch-all evict to handle lock contention, " +
    "2022-12",
  scenario: "C3-reuse",
  caughtBy: "no-operation-fails-without-cause",
  depth: 17,
  edits: [
    {
      replace: "eb_reserve:is the address space full?",
      by: [
        follows<object, Status>("return the status, whatever it is", (k) =>
          k.ret(k.resultOf(vmaPin)),
        ),
      ],
    },
  ],
};
