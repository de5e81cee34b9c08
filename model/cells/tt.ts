/**
 * struct i915_ttm_tt (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_ttm.c): the page vector of a
 * buffer object in system memory, with its refcounted table. Pages come from TTM's pool, and the
 * table is built lazily; or from a file in shmem, whose pages and table come and go together. Left
 * out: caching modes, and the pages of a tt that is being filled.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import { contentFresh } from "./content.ts";
import type { Machine } from "../machine/machine.ts";
import { refctSgtPut } from "./sgt.ts";
import { fput, shmemSgFreeTable } from "./shmem-file.ts";

export interface Tt {
  /** The pages; null: not populated. */
  pages: Ref<"pageVectors"> | null;
  /** A page that is allocated will be cleared by the allocator: TTM_TT_FLAG_ZERO_ALLOC. */
  zeroAlloc: boolean;
  /** Where its pages come from; those in shmem are none of TTM's business: TTM_TT_FLAG_EXTERNAL. */
  readonly kind: "pool" | "shmem";
  /** Its file, opened by the first populate; null: not yet, no more, or the pool kind. */
  filp: Ref<"files"> | null;
  /** Its pages are in a file, and come back from there: TTM_TT_FLAG_SWAPPED. */
  swapped: boolean;
  /** The file that TTM has written the pages of a pool to. */
  swapStorage: Ref<"files"> | null;
}

/** A tt that has just been created, with what is special about it. */
export const emptyTt = (parts: Pick<Tt, "kind" | "zeroAlloc">): Tt => ({
  ...parts,
  pages: null,
  filp: null,
  swapped: false,
  swapStorage: null,
});

/** System memory: the pages of one tt, or of a file. */
export interface PageVector {
  readonly owner: Ref<"tts"> | Ref<"files">;
  /** The references of tables on the folio that pages of a file lie in; pages of a pool: none. */
  folioRefs: number;
}

/** The refcounted table inside of a tt. */
export const sgtOf = (tt: Ref<"tts">): Ref<"ttSgts"> => ref("ttSgts", indexOf(tt));

/** Kernel: i915_ttm_tt_create(). */
export function ttmTtCreate(k: Machine, parts: Pick<Tt, "kind" | "zeroAlloc">): Ref<"tts"> {
  const tt = k.alloc("tts", emptyTt(parts));
  k.allocAt(sgtOf(tt), { refs: [tt], table: null });
  return tt;
}

/**
 * Tears down the table whatever its count says, and returns the pages. Kernel: ttm_tt_unpopulate(),
 * i915_ttm_tt_unpopulate().
 */
export function ttmTtUnpopulate(k: Machine, tt: Ref<"tts">): void {
  const cell = k.at(tt);
  if (cell.pages === null) return;
  if (cell.kind === "shmem") {
    if (cell.filp === null) return k.fault("null-pointer", tt, "gives pages back to no file");
    shmemSgFreeTable(k, sgtOf(tt), cell.filp);
  } else {
    k.at(sgtOf(tt)).table = null;
    contentFresh(k, cell.pages, false);
    k.free(cell.pages);
  }
  cell.pages = null;
}

/** Drops the tt's own reference on its table; the struct goes with the last one. */
export function ttmTtDestroy(k: Machine, tt: Ref<"tts">): void {
  ttmTtUnpopulate(k, tt);
  const { filp, swapStorage } = k.at(tt);
  if (filp !== null) fput(k, filp);
  if (swapStorage !== null) fput(k, swapStorage);
  refctSgtPut(k, sgtOf(tt), tt);
}
