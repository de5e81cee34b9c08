/**
 * The sg-table of the pages of a file (Linux 7.x, drivers/gpu/drm/i915/gem/i915_gem_shmem.c). They
 * come by the folio, with one reference each, however many segments a folio takes part in. Left
 * out: where folios come from, and reclaim.
 */
import { pagesOf } from "./iterate.ts";
import type { SgTable } from "./segment.ts";
import { TableWriter } from "./table-writer.ts";

/** struct folio: pages of system memory with one count of references. */
export interface Folio {
  readonly address: number;
  readonly pages: number;
}

/** Who counts the references of folios. */
export interface FolioReferences {
  get(folio: Folio): void;
  put(folio: Folio): void;
}

/**
 * Describes the first `size` pages of the file that consists of `folios`, and takes a reference on
 * each folio that is needed: the last one may be longer. Kernel: shmem_sg_alloc_table().
 */
export function tableFromFolios(
  folios: readonly Folio[],
  size: number,
  { segmentPagesMax, references }: { segmentPagesMax: number; references: FolioReferences },
): SgTable {
  const writer = new TableWriter(size, { regionStart: 0, segmentPagesMax });
  let left = size;
  for (const folio of folios) {
    if (left === 0) break;
    references.get(folio);
    const pages = Math.min(folio.pages, left);
    writer.add(folio.address, pages);
    left -= pages;
  }
  return writer.finish();
}

/**
 * Puts the folios of a table: once each, and not once a page. A folio is told from the next by the
 * page it begins with. Kernel: shmem_sg_free_table().
 */
export function putFolios(
  table: SgTable,
  folioOf: (address: number) => Folio,
  references: FolioReferences,
): void {
  let last: Folio | null = null;
  for (const address of pagesOf(table)) {
    const folio = folioOf(address);
    if (folio.address === last?.address) continue;
    last = folio;
    references.put(folio);
  }
}
