/**
 * The reference-counted wrapper of an sg-table, struct i915_refct_sgt (Linux 6.x,
 * drivers/gpu/drm/i915/i915_scatterlist.[ch], gem/i915_gem_ttm.c), and its two kinds of release.
 * Neither touches the memory that the table describes.
 */
import type { SgTable } from "./segment.ts";

/** What the last put does. */
export type Release = () => void;

/** Who frees structs, and hears complaints. */
export interface Structs {
  free(): void;
  complain(what: string): void;
}

/** A table that owns its struct takes both along. Kernel: i915_refct_sgt_release(). */
export function releaseOwned(struct: Structs): void {
  struct.free();
}

/**
 * A table that lies in a tt takes the tt along. Its entries went when the tt was unpopulated,
 * whatever the count said then. Kernel: i915_ttm_tt_release().
 */
export function releaseEmbedded(tt: Structs, hasTable: boolean): void {
  if (hasTable) tt.complain("is released with its table");
  tt.free();
}

export class RefcountedTable {
  /** null: no table at the moment, `sgl == NULL`. */
  table: SgTable | null = null;
  #count = 1;
  readonly #release: Release;

  /** The count starts at 1 before there are entries, so that giving up is a plain put. */
  constructor(release: Release) {
    this.#release = release;
  }

  get(): this {
    this.#count++;
    return this;
  }

  put(): void {
    if (--this.#count === 0) this.#release();
  }
}

/**
 * Fills a new wrapper. Without memory for the entries the wrapper goes, once: yields null. Kernel:
 * i915_rsgt_from_mm_node(), i915_rsgt_from_buddy_resource().
 */
export function fillWrapper(
  wrapper: RefcountedTable,
  build: () => SgTable | null,
): RefcountedTable | null {
  wrapper.table = build();
  if (wrapper.table !== null) return wrapper;
  wrapper.put();
  return null;
}
