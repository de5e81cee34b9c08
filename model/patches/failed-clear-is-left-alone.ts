/** Where there is nothing to copy, the CPU does nothing. */
import type { Ref } from "../../checker/refs.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

export const failedClearIsLeftAlone: Patch = {
  id: "failed-clear-is-left-alone",
  bug: null,
  year: null,
  title: "The CPU makes good for blits that copy, and not for those that clear",
  mechanism:
    "The work behind a failed blit has no source if the blit was to clear, and takes that for " +
    "nothing to do. The migration fence signals, and the new owner sees what others have left.",
  source: "driver.md 5 B3; seed 003, ttm_move_memcpy(): clear instead of nonexistent data",
  scenario: "C8-pages-clear",
  caughtBy: "no-foreign-pages",
  depth: 21,
  edits: [
    {
      before: "__memcpy_work:copy with the CPU",
      insert: [
        follows<{ work: Ref<"memcpyWorks"> }, 0>("is there anything to copy?", (k) => {
          if (k.at(k.local.work).source === null) return k.goto("end signalling");
        }),
      ],
    },
  ],
};
