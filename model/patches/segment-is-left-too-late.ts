/** The page behind a segment is taken for its last one. */
import { emptyCache } from "../page-copy/io-iterator.ts";
import { segmentsOf } from "../scatterlist/iterate.ts";
import type { MapIoPage } from "../cells/page-iterator.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import { copyPage, type PageCopyLocal } from "../procedures/page-copy.ts";

/** As mapIoPage(), but for the comparison with the end of the segment. */
const mapTooFar: MapIoPage = (cache, table, { page, start }) => {
  if (page < cache.first) Object.assign(cache, emptyCache());
  while (cache.segment === null || page > cache.end) {
    cache.segment = (cache.segment ?? -1) + 1;
    cache.first = cache.end;
    cache.end += segmentsOf(table)[cache.segment]?.pages ?? Number.POSITIVE_INFINITY;
    cache.offset = (segmentsOf(table)[cache.segment]?.address ?? 0) - start;
  }
  return cache.offset + (page - cache.first);
};

export const segmentIsLeftTooLate: Patch = {
  id: "segment-is-left-too-late",
  bug: null,
  year: null,
  title: "The CPU copies one page more by a segment than the segment has",
  mechanism:
    "The iterator over a segment list walks on only for pages beyond the one behind the segment. " +
    "That one is mapped where the segment ends, in memory of others or of nobody.",
  source: "driver.md 2.2; seed 003, ttm_kmap_iter_iomap_map_local()",
  scenario: "C8-pages-blit",
  caughtBy: "no-foreign-pages",
  depth: 21,
  edits: [
    {
      replace: "ttm_move_memcpy:copy or clear the next page",
      by: [
        step<PageCopyLocal, 0>("copy or clear the next page", (k) => {
          const page = k.local.next ?? 0;
          copyPage(k, k.local, page, mapTooFar);
          if (page + 1 === k.local.pages) return k.ret(0);
          k.local.next = page + 1;
          return k.goto("copy or clear the next page");
        }),
      ],
    },
  ],
};
