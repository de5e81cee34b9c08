/**
 * struct i915_ttm_tt (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_ttm.c): the page vector of a
 * buffer object in system memory, with its refcounted table. The pool kind is modelled: the table
 * is built lazily. Left out: shmem backing, swap and DMA mapping errors, which belong to the
 * shrinker's scenarios.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import { contentFresh } from "./content.ts";
import type { Machine } from "../machine/machine.ts";
import { refctSgtPut } from "./sgt.ts";

export interface Tt {
  /** The pages; null: not populated. */
  pages: Ref<"pageVectors"> | null;
  /** A page that is allocated will be cleared by the allocator: TTM_TT_FLAG_ZERO_ALLOC. */
  zeroAlloc: boolean;
  /** Pages of shmem come cleared in any case; left out: pages of the pool. */
  readonly isShmem?: boolean;
}

/** System memory of one tt. */
export interface PageVector {
  readonly owner: Ref<"tts">;
}

/** The refcounted table inside of a tt. */
export const sgtOf = (tt: Ref<"tts">): Ref<"ttSgts"> => ref("ttSgts", indexOf(tt));

/** Kernel: i915_ttm_tt_create(). */
export function ttmTtCreate(k: Machine, zeroAlloc: boolean, isShmem: boolean = false): Ref<"tts"> {
  const tt = k.alloc("tts", { pages: null, zeroAlloc, ...(isShmem ? { isShmem } : {}) });
  k.allocAt(sgtOf(tt), { refs: [tt], table: null });
  return tt;
}

/** Kernel: ttm_tt_populate(), pool kind. */
export function ttmTtPopulate(k: Machine, tt: Ref<"tts">): void {
  const cell = k.at(tt);
  if (cell.pages !== null) return;
  cell.pages = k.alloc("pageVectors", { owner: tt });
  contentFresh(k, cell.pages, cell.zeroAlloc || cell.isShmem === true);
}

/**
 * Tears down the table whatever its count says, and returns the pages. Kernel: ttm_tt_unpopulate().
 */
export function ttmTtUnpopulate(k: Machine, tt: Ref<"tts">): void {
  const cell = k.at(tt);
  if (cell.pages === null) return;
  k.at(sgtOf(tt)).table = null;
  contentFresh(k, cell.pages, false);
  k.free(cell.pages);
  cell.pages = null;
}

/** Drops the tt's own reference on its table; the struct goes with the last one. */
export function ttmTtDestroy(k: Machine, tt: Ref<"tts">): void {
  ttmTtUnpopulate(k, tt);
  refctSgtPut(k, sgtOf(tt), tt);
}
