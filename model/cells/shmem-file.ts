/**
 * A file in shmem (Linux 6.x, mm/shmem.c, drivers/gpu/drm/i915/gem/i915_gem_shmem.c): the backing
 * of an object, or where TTM has written the pages of a tt. Its pages are gathered into an sg-table
 * with one reference a folio. Left out: sizes of segments, dirty and accessed marks, and reclaim
 * inside of an allocation, for which the shrinker is a thread.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { contentFresh } from "./content.ts";
import type { MemoryRef, RefillableRef } from "./sgt.ts";

export interface ShmemFile {
  /** The kernel's own reclaim must leave its pages alone: mapping_set_unevictable(). */
  unevictable: boolean;
}

/** Kernel: shmem_file_setup(). */
export function shmemFileSetup(k: Machine): Ref<"files"> {
  return k.alloc("files", { unevictable: false });
}

/** Closes a file; nobody else has it open. Its pages go with it. Kernel: fput(). */
export function fput(k: Machine, file: Ref<"files">): void {
  k.free(file);
}

/** Gathers the pages of a file into a table, with a reference on their folio. */
export function collectFolios(
  k: Machine,
  table: RefillableRef,
  file: Ref<"files">,
): Ref<"pageVectors"> {
  const pages = k.alloc("pageVectors", { owner: file, folioRefs: 1 });
  contentFresh(k, pages, true);
  k.at(table).table = pages;
  return pages;
}

/**
 * Drops one reference on the folio of some pages; after the last one they are the kernel's to
 * reclaim, which to the driver is as good as freed. Kernel: folio_put().
 */
export function folioPut(k: Machine, pages: Ref<"pageVectors">): void {
  if (k.skips("put")) return;
  if (!k.isLive(pages)) {
    k.fault("refcount-underflow", pages, "puts a folio once more than it was got");
  }
  const cell = k.at(pages);
  cell.folioRefs--;
  if (cell.folioRefs > 0) return;
  contentFresh(k, pages, false);
  k.free(pages);
}

/** The pages that a table describes, if it has any. */
export function pagesOf(k: Machine, table: RefillableRef): Ref<"pageVectors"> | null {
  const memory: MemoryRef | null = k.at(table).table;
  return memory === null ? null : (memory as Ref<"pageVectors">);
}

/**
 * Gives up the pages of a table, and the entries of the table; its struct is the caller's. Kernel:
 * shmem_sg_free_table().
 */
export function shmemSgFreeTable(k: Machine, table: RefillableRef, file: Ref<"files">): void {
  k.at(file).unevictable = false;
  const pages = pagesOf(k, table);
  if (pages === null) return k.fault("kernel-assertion", table, "has no pages to release");
  folioPut(k, pages);
  k.at(table).table = null;
}
