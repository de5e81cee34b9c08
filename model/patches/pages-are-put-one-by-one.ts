/** O39: a retry puts each page, where each folio was got. */
import type { Ref } from "../../checker/refs.ts";
import { folioPut, pagesOf } from "../cells/shmem-file.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

interface Local {
  object: Ref<"objects">;
  table?: Ref<"plainSgts">;
}

export const pagesArePutOneByOne: Patch = {
  id: "pages-are-put-one-by-one",
  bug: "O39",
  year: 2025,
  title: "A failed DMA mapping drops one reference a page, and leaves the file unevictable",
  mechanism:
    "The table holds one reference a folio, but the retry behind a failed mapping drops one for " +
    "each of its pages. The second one is somebody else's.",
  source: "driver.md 4 A7; drm/i915: fix page cleanup on DMA remap failure, January 2025",
  scenario: "C9-plain-map",
  caughtBy: "no-double-free",
  depth: 3,
  edits: [
    {
      replace: "shmem_get_pages:release the pages",
      by: [
        follows<Local, Status>("release the pages", (k) => {
          const table = k.got("table");
          const pages = pagesOf(k, table);
          // Two pages lie in the folio: only then segments can be made smaller.
          if (pages !== null) for (let page = 0; page < 2; page++) folioPut(k, pages);
          k.at(table).table = null;
        }),
      ],
    },
  ],
};
