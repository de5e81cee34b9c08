/** Where a blit has failed, the CPU clears. */
import type { Ref } from "../../checker/refs.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

export const failedCopyIsCleared: Patch = {
  id: "failed-copy-is-cleared",
  bug: null,
  year: null,
  title: "The CPU clears behind every failed blit, also where there is something to copy",
  mechanism:
    "The work behind a failed blit does not know its source. It shows nothing of others, but " +
    "what the object held is lost, page by page.",
  source: "driver.md 5 B3; seed 003, ttm_move_memcpy(): copy every page otherwise",
  scenario: "C8-pages-blit",
  caughtBy: "every-page-moves",
  depth: 25,
  edits: [
    {
      before: "__memcpy_work:copy with the CPU",
      insert: [
        follows<{ work: Ref<"memcpyWorks"> }, 0>("forget the source", (k) => {
          k.at(k.local.work).source = null;
        }),
      ],
    },
  ],
};
