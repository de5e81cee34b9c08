/**
 * What an sg-table must say, worked out another way: page by page, without segments. The builders
 * go from run to run.
 */
import type { Limits } from "../../../model/scatterlist/table-writer.ts";
import type { SgTable } from "../../../model/scatterlist/segment.ts";

/** A run of pages: a node, a block or a folio. */
export interface Run {
  readonly start: number;
  readonly pages: number;
}

/** The first `size` pages of some runs. */
export function pagesInRuns(runs: readonly Run[], size: number): number[] {
  const pages: number[] = [];
  for (const { start, pages: count } of runs) {
    for (let page = start; page < start + count && pages.length < size; page++) pages.push(page);
  }
  return pages;
}

/** Into how few segments these pages fit: a page stays with the one before it if it can. */
function segmentsNeeded(pages: readonly number[], segmentPagesMax: number): number {
  let [segments, length] = [0, 0];
  for (const [index, page] of pages.entries()) {
    const fits = index > 0 && page === (pages[index - 1] ?? 0) + 1 && length < segmentPagesMax;
    if (!fits) segments++;
    length = fits ? length + 1 : 1;
  }
  return segments;
}

/** What is wrong with a table that should describe these pages of a region; none: it is right. */
export function faultsOf(
  table: SgTable,
  pages: readonly number[],
  { regionStart, segmentPagesMax }: Limits,
): string[] {
  const segments = table.entries.slice(0, table.used);
  const described: number[] = [];
  for (const { address, pages: count } of segments) {
    for (let page = 0; page < count; page++) described.push(address + page - regionStart);
  }
  const faults: string[] = [];
  if (described.length !== pages.length) faults.push("length");
  else if (described.some((page, index) => page !== pages[index])) faults.push("pages");
  if (segments.some((each) => each.pages > segmentPagesMax)) faults.push("segment too long");
  if (segments.some((each) => each.pages < 1)) faults.push("empty segment");
  if (segments.length > segmentsNeeded(pages, segmentPagesMax)) faults.push("not minimal");
  if (table.entries.length !== table.used) faults.push("not trimmed");
  return faults;
}
