/** Walking over sg-tables (Linux 6.x, drivers/gpu/drm/i915/i915_scatterlist.h): up to the mark. */
import type { Segment, SgTable } from "./segment.ts";

/** The entries in use. Kernel: for_each_sgtable_sg(). */
export function segmentsOf({ entries, used }: SgTable): readonly Segment[] {
  return entries.slice(0, used);
}

/** The address of every page, in order. Kernel: for_each_sgt_page(), for_each_sgt_daddr(). */
export function* pagesOf(table: SgTable): Generator<number> {
  for (const { address, pages } of segmentsOf(table)) {
    for (let page = 0; page < pages; page++) yield address + page;
  }
}

/** How many pages a table describes: whoever writes page-table entries trusts this number. */
export function pageCount(table: SgTable): number {
  return segmentsOf(table).reduce((sum, { pages }) => sum + pages, 0);
}
