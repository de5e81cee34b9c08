/** A page before the cached segment is looked for in that segment. */
import { mapIoPage } from "../page-copy/io-iterator.ts";
import type { MapIoPage } from "../cells/page-iterator.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import { copyPage, type PageCopyLocal } from "../procedures/page-copy.ts";

/** As mapIoPage(), but it never begins again at the head. */
const mapWithoutReset: MapIoPage = (cache, table, { page, start }) =>
  page < cache.first
    ? cache.offset + (page - cache.first)
    : mapIoPage(cache, table, { page, start });

export const segmentCacheIsNotReset: Patch = {
  id: "segment-cache-is-not-reset",
  bug: null,
  year: null,
  title: "The CPU copies backward with a segment cache that only knows the way forward",
  mechanism:
    "A copy that goes from the last page to the first asks the iterator for pages before the " +
    "segment in its cache. It does not begin again at the head, and maps what lies before that " +
    "segment in memory.",
  source: "driver.md 2.2; seed 003, ttm_kmap_iter_iomap_map_local()",
  scenario: "C8-pages-blit",
  caughtBy: "no-foreign-pages",
  depth: 21,
  edits: [
    {
      replace: "ttm_move_memcpy:copy or clear the next page",
      by: [
        step<PageCopyLocal, 0>("copy or clear the next page", (k) => {
          const page = k.local.next ?? k.local.pages - 1;
          copyPage(k, k.local, page, mapWithoutReset);
          if (page === 0) return k.ret(0);
          k.local.next = page - 1;
          return k.goto("copy or clear the next page");
        }),
      ],
    },
  ],
};
