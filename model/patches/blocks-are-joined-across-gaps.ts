/** The builder of tables joins blocks that do not lie side by side. */
import type { Ref } from "../../checker/refs.ts";
import { pageCount } from "../scatterlist/iterate.ts";
import type { SgtRef } from "../cells/sgt.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

export const blocksAreJoinedAcrossGaps: Patch = {
  id: "blocks-are-joined-across-gaps",
  bug: null,
  year: null,
  title: "An sg-table has one segment for blocks that lie apart",
  mechanism:
    "Whoever builds the table of a buddy list looks at the room in the segment only, and not at " +
    "where the next block is. The pages behind the first block are those of others.",
  source: "driver.md 4 A2; seed 004, i915_sg_from_buddy_resource()",
  scenario: "C8-pages-clear",
  caughtBy: "segments-describe-the-blocks",
  depth: 14,
  edits: [
    {
      after: "i915_ttm_move:get the table of the destination",
      insert: [
        follows<{ dstRsgt?: SgtRef }, Status>("join its segments", (k) => {
          const table = k.at(k.got("dstRsgt") as Ref<"ioSgts">);
          const [first] = table.segments?.entries ?? [];
          if (table.segments === undefined || first === undefined) return;
          const entry = { address: first.address, pages: pageCount(table.segments) };
          table.segments = { entries: [entry], used: 1 };
        }),
      ],
    },
  ],
};
