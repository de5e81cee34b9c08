/**
 * Refcounted sg-tables, struct i915_refct_sgt (Linux 6.x,
 * drivers/gpu/drm/i915/i915_scatterlist.[ch]). The io kind is allocated on its own and describes
 * local memory; the tt kind is embedded in an i915_ttm_tt and describes its pages: `ttSgts:0` lies
 * in `tts:0`. Three lifetimes stay apart: the struct (counted here), the table (null: none at the
 * moment), and the memory, which no reference here keeps.
 */
import { collectionOf, indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { releaseEmbedded, releaseOwned } from "../scatterlist/refcounted.ts";
import type { SgTable } from "../scatterlist/segment.ts";
import { krefGet, krefPut, type Holder, type Refcounted } from "./holders.ts";
import { segmentsOfBlock } from "./layout.ts";

export type SgtRef = Ref<"ioSgts"> | Ref<"ttSgts">;
/**
 * Any table: these, and those that nobody counts, of plain shmem objects and of views of the GGTT.
 */
export type TableRef = SgtRef | Ref<"plainSgts"> | Ref<"viewSgts">;
/** A table whose pages may change during its life: those of views never do. */
export type RefillableRef = SgtRef | Ref<"plainSgts">;
/** A piece of memory that can be freed and given to somebody else. */
export type MemoryRef = Ref<"blocks"> | Ref<"pageVectors">;

export interface PlainSgt {
  /** The memory that the table describes; null: no table (`sgl == NULL`). */
  table: MemoryRef | null;
  /** How many pages it describes. Left out: one, as many as the object has. */
  length?: number;
}

/** The table of a view: it belongs to its vma, and goes with the last user of the vma's pages. */
export interface ViewSgt {
  readonly table: MemoryRef | null;
  readonly length?: number;
}

export interface Sgt extends PlainSgt, Refcounted {
  /** Of a table of local memory, where there are pages: its entries. */
  segments?: SgTable;
}

/** Builds the table of an LMEM block. Kernel: i915_rsgt_from_buddy_resource(). */
export function rsgtFromBlock(k: Machine, block: Ref<"blocks">, holder: Holder): Ref<"ioSgts"> {
  return k.alloc("ioSgts", { refs: [holder], table: block, ...segmentsOfBlock(k, block) });
}

/** Kernel: i915_refct_sgt_get(). */
export function refctSgtGet(k: Machine, sgt: SgtRef, holder: Holder): void {
  krefGet(k, sgt, k.at(sgt), holder);
}

/** Drops a reference; the last one releases the table's struct, or the tt around it. */
export function refctSgtPut(k: Machine, sgt: SgtRef, holder: Holder): void {
  const cell = k.at(sgt);
  if (!krefPut(k, sgt, cell, holder)) return;
  const complain = (what: string): void => k.fault("kernel-assertion", sgt, what);
  const free = (): void => k.free(sgt);
  if (collectionOf(sgt) === "ioSgts") return releaseOwned({ free, complain });
  const freeTt = (): void => {
    k.free(ref("tts", indexOf(sgt)));
    free();
  };
  releaseEmbedded({ free: freeTt, complain }, cell.table !== null);
}

/** Reads the table, as whoever writes page-table entries or copies by it does. */
export function readTable(k: Machine, sgt: TableRef): MemoryRef {
  const { table } = k.at(sgt);
  if (table !== null) return table;
  return k.fault("use-after-free-table", sgt, "reads a table that has been torn down");
}

/** Reads or writes the memory itself, with the CPU. */
export function touchMemory(k: Machine, memory: MemoryRef): void {
  if (k.isLive(memory)) return;
  k.fault("use-after-free-memory", memory, "accesses memory that has been freed");
}
