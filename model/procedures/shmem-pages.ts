/**
 * The pages of an object that TTM knows nothing of (Linux 6.x,
 * drivers/gpu/drm/i915/gem/i915_gem_shmem.c). Its table is not refcounted, so nothing can be
 * unbound behind its back. The object lock is held. Left out: bit-17 swizzling and cache flushes.
 */
import type { Ref } from "../../checker/refs.ts";
import type { GemObject } from "../cells/object.ts";
import { fput, shmemSgFreeTable } from "../cells/shmem-file.ts";
import { joinShrinkList, shrinkListFor } from "../cells/shrink-list.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { shmemSgAllocTable } from "./tt-populate.ts";

/** The file of an object without TTM, which it has from its creation to its end. */
export function fileOf(k: Machine, object: Ref<"objects">): Ref<"files"> {
  const { filp } = k.at(object);
  return filp ?? k.fault("null-pointer", object, "has no file");
}

interface GetPagesLocal {
  object: Ref<"objects">;
  table?: Ref<"plainSgts">;
  /** Segments are a page each: the second try. */
  small?: boolean;
}

export const shmemGetPages: Procedure<GetPagesLocal, Status> = procedure(
  "shmem_get_pages",
  "driver.md 4 A7; i915_gem_shmem.c",
  [
    follows(
      "allocate the struct",
      (k) => {
        if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        k.local.table = k.alloc("plainSgts", { table: null });
      },
      "1",
    ),
    follows(
      "build the table",
      (k) => k.call(shmemSgAllocTable, { table: k.got("table"), file: fileOf(k, k.local.object) }),
      "2",
    ),
    follows(
      "map it for DMA",
      (k) => {
        if (k.resultOf(shmemSgAllocTable) !== 0) return k.goto("free the struct");
        if (!k.fails("-ENOMEM", "map")) return k.goto("set the pages");
      },
      "3",
    ),
    follows(
      "release the pages",
      (k) => {
        shmemSgFreeTable(k, k.got("table"), fileOf(k, k.local.object));
        if (k.local.small === true) return k.goto("free the struct");
      },
      "3",
    ),
    follows(
      "try again with segments of a page each",
      (k) => {
        k.free(k.got("table"));
        delete k.local.table;
        k.local.small = true;
        return k.goto("allocate the struct");
      },
      "3",
    ),
    follows(
      "set the pages",
      (k) => {
        k.at(k.local.object).pages = k.got("table");
        k.at(k.local.object).shrinkable = true;
        joinShrinkList(k, k.local.object, shrinkListFor(k, k.local.object));
        return k.ret(0);
      },
      "3",
    ),
    follows(
      "free the struct",
      (k) => {
        k.free(k.got("table"));
        return k.ret("-ENOMEM");
      },
      "4",
    ),
  ],
);

/** Gives the pages back, with their table. Kernel: i915_gem_object_put_pages_shmem(). */
export function shmemPutPages(k: Machine, object: Ref<"objects">, table: Ref<"plainSgts">): void {
  shmemSgFreeTable(k, table, fileOf(k, object));
  k.free(table);
}

/** Throws the contents away: the object never gets pages again. */
export const shmemTruncate: Procedure<{ object: Ref<"objects"> }, Status> = procedure(
  "shmem_truncate",
  "driver.md 5 B14; i915_gem_shmem.c",
  [
    step("truncate the file", (k) => {
      k.at(k.local.object).madv = "PURGED";
      return k.ret(0);
    }),
  ],
);

/** What the shrinker does with an object that has been unbound and has no pages any more. */
export const shmemShrink: Procedure<{ object: Ref<"objects"> }, Status> = procedure(
  "shmem_shrink",
  "driver.md 5 B9; i915_gem_shmem.c",
  [
    follows("truncate it, if nobody needs it", (k) =>
      k.at(k.local.object).madv === "DONTNEED"
        ? k.call(shmemTruncate, { object: k.local.object })
        : k.ret(0),
    ),
    follows("return the status", (k) => k.ret(k.resultOf(shmemTruncate))),
  ],
);

/** Frees the file with the object. Kernel: drm_gem_object_release(). */
export function closeFile(k: Machine, { filp }: Pick<GemObject, "filp">): void {
  if (filp !== null) fput(k, filp);
}
