/** O40: the GGTT trusts the length of a table. */
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { Status } from "../machine/errno.ts";
import type { SgtRef } from "../cells/sgt.ts";

export const tableIsTooLong: Patch = {
  id: "table-is-too-long",
  bug: "O40",
  year: 2023,
  title: "An sg-table describes more pages than the object has",
  mechanism:
    "The last folio enters the table with its full length, although the object ends inside of " +
    "it. A bind writes as many entries as the table describes, the last ones beyond the node.",
  source: "863a8eb3f270, i915: Limit the length of an sg list to the requested length, 2023-09",
  scenario: "C10-neighbours",
  caughtBy: "entries-stay-in-their-nodes",
  depth: 22,
  edits: [
    {
      before: "__i915_ttm_get_pages:set the pages",
      insert: [
        follows<{ rsgt?: SgtRef }, Status>("add the last folio with its full length", (k) => {
          k.at(k.got("rsgt")).length = 2;
        }),
      ],
    },
  ],
};
