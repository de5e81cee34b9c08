/**
 * Mapping the pages of a segment list for the CPU, struct ttm_kmap_iter_iomap (Linux 6.x,
 * drivers/gpu/drm/ttm/ttm_resource.c): with the segment of the last page in a cache. A page behind
 * that segment is found by walking on, one before it by beginning again at the head.
 */
import { segmentsOf } from "../scatterlist/iterate.ts";
import type { SgTable } from "../scatterlist/segment.ts";
import { BeyondThePages } from "./page-iterator.ts";

/** The segment that the last page was found in. */
export interface SegmentCache {
  /** Its place in the table, which stands for a pointer into it; null: before the head. */
  segment: number | null;
  /** Its first page, and the one behind its last, counted from the head of the table. */
  first: number;
  end: number;
  /** Where it lies in the I/O mapping. */
  offset: number;
}

/** Before the first page. Kernel: ttm_kmap_iter_iomap_init(). */
export const emptyCache = (): SegmentCache => ({ segment: null, first: 0, end: 0, offset: 0 });

/**
 * Moves the cache to the segment with a page, and yields the page's place in the I/O mapping, which
 * begins at the address `start`. Kernel: ttm_kmap_iter_iomap_map_local().
 */
export function mapIoPage(
  cache: SegmentCache,
  table: SgTable,
  { page, start }: { page: number; start: number },
): number {
  if (page < cache.first) Object.assign(cache, emptyCache());
  const segments = segmentsOf(table);
  while (page >= cache.end) {
    cache.segment = cache.segment === null ? 0 : cache.segment + 1;
    const segment = segments[cache.segment];
    if (segment === undefined) throw new BeyondThePages(page);
    cache.first = cache.end;
    cache.end += segment.pages;
    cache.offset = segment.address - start;
  }
  return cache.offset + (page - cache.first);
}
