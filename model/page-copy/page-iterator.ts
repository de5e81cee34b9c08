/**
 * Mapping memory for the CPU page by page, struct ttm_kmap_iter (Linux 6.x,
 * include/drm/ttm/ttm_kmap_iter.h): which page of memory is page `page` of a resource. Nothing is
 * allocated, and nothing fails.
 */

/**
 * Over a page vector: reads it at each map. A page that is not there is a NULL pointer. Kernel:
 * ttm_kmap_iter_tt_map_local().
 */
export function mapVectorPage<Page>(pages: readonly Page[], page: number): Page {
  const found = pages[page];
  if (found === undefined) throw new BeyondThePages(page);
  return found;
}

/** Over memory in one piece. Kernel: ttm_kmap_iter_linear_io_map_local(). */
export const mapLinearPage = (start: number, page: number): number => start + page;

/** The resource has fewer pages than somebody asks for. */
export class BeyondThePages extends Error {
  override readonly name = "BeyondThePages";

  constructor(page: number) {
    super(`there is no page ${page}`);
  }
}
