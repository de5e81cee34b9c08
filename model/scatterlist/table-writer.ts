/**
 * Filling an sg-table with runs of pages (Linux 6.x, drivers/gpu/drm/i915/i915_scatterlist.c): runs
 * that follow one another share a segment, as far as there is room in it. All builders do this.
 */
import { BeyondTheTable, trim, type SgTable } from "./segment.ts";

export interface Limits {
  /** Where the region begins: what is added to every offset in it. */
  readonly regionStart: number;
  /** How long a segment may get. */
  readonly segmentPagesMax: number;
}

export class TableWriter {
  readonly #limits: Limits;
  readonly #entries: { address: number; pages: number }[];
  #used = 0;
  /** The offset behind the last page so far; null: there is none. */
  #end: number | null = null;

  /** Starts with `entryCount` entries, and never has more. */
  constructor(entryCount: number, limits: Limits) {
    this.#limits = limits;
    this.#entries = Array.from({ length: entryCount }, () => ({ address: 0, pages: 0 }));
  }

  /** Adds `pages` pages from `offset` on. */
  add(offset: number, pages: number): void {
    let [at, left] = [offset, pages];
    while (left > 0) {
      if (at !== this.#end || this.#room === 0) this.#begin(at);
      const length = Math.min(left, this.#room);
      this.#segment.pages += length;
      at += length;
      left -= length;
      this.#end = at;
    }
  }

  /** Marks the end, and gives unused entries back, unless there is no memory for that. */
  finish(mayTrim: boolean = true): SgTable {
    const table = { entries: this.#entries, used: this.#used };
    return mayTrim ? trim(table) : table;
  }

  /** How many pages the last segment can still take. */
  get #room(): number {
    return this.#limits.segmentPagesMax - this.#segment.pages;
  }

  get #segment(): { address: number; pages: number } {
    const segment = this.#entries[this.#used - 1];
    if (segment === undefined) throw new BeyondTheTable("there is no entry to write to");
    return segment;
  }

  #begin(offset: number): void {
    this.#used++;
    this.#segment.address = this.#limits.regionStart + offset;
  }
}
