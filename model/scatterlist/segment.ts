/**
 * struct sg_table (Linux 6.x, lib/scatterlist.c): a list of runs of pages. Addresses and lengths
 * count in pages here, since all of them are whole ones. Left out: chains of small arrays, and
 * lengths after DMA mapping, which are the same for local memory.
 */

/** A run of pages that follow one another. */
export interface Segment {
  readonly address: number;
  readonly pages: number;
}

export interface SgTable {
  /** The entries that were allocated; those that are not in use have no pages. */
  readonly entries: readonly Segment[];
  /** How many are in use, `nents`: the last of them has the end mark. */
  readonly used: number;
}

/** Whoever goes beyond the end of a table follows a NULL pointer. */
export class BeyondTheTable extends Error {
  override readonly name = "BeyondTheTable";
}

/** Gives unused entries back. Kernel: i915_sg_trim(). */
export function trim({ entries, used }: SgTable): SgTable {
  return { entries: entries.slice(0, used), used };
}
