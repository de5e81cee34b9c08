/**
 * Filling a tt with pages (Linux 6.x, drivers/gpu/drm/ttm/ttm_tt.c, i915_gem_ttm.c,
 * i915_gem_shmem.c). The lock of its buffer object is held. Left out: swapping others out first,
 * sizes, and the reclaim that reading a folio may start, for which the shrinker is a thread.
 */
import { contentFresh } from "../cells/content.ts";
import type { Ref } from "../../checker/refs.ts";
import type { RefillableRef } from "../cells/sgt.ts";
import { collectFolios, fput, shmemFileSetup, shmemSgFreeTable } from "../cells/shmem-file.ts";
import { pagesOf } from "../cells/shmem-file.ts";
import { sgtOf } from "../cells/tt.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, type Procedure } from "../machine/procedure.ts";

/** Describes the pages of a file by a table. The struct is the caller's, on every exit. */
export const shmemSgAllocTable: Procedure<{ table: RefillableRef; file: Ref<"files"> }, Status> =
  procedure("shmem_sg_alloc_table", "driver.md 4 A8; i915_gem_shmem.c", [
    follows(
      "allocate the entries",
      (k) => (k.fails("-ENOMEM") ? k.ret("-ENOMEM") : undefined),
      "2",
    ),
    follows(
      "mark the mapping as unevictable",
      (k) => {
        k.at(k.local.file).unevictable = true;
      },
      "3",
    ),
    follows(
      "read the folios",
      (k) => {
        const { table, file } = k.local;
        if (!k.fails("-ENOMEM")) collectFolios(k, table, file);
        else return k.goto("give up what was collected");
        return k.ret(0);
      },
      "4",
    ),
    follows(
      "give up what was collected",
      (k) => {
        k.at(k.local.file).unevictable = false;
        return k.ret("-ENOMEM");
      },
      "4",
    ),
  ]);

/** Fills the tt from its pool, or from its file. What was swapped out is read back. */
export const ttmTtPopulate: Procedure<{ tt: Ref<"tts"> }, Status> = procedure(
  "ttm_tt_populate",
  "driver.md 4 A6; ttm_tt.c",
  [
    follows("is it populated already?", (k) => {
      const { pages, kind } = k.at(k.local.tt);
      if (pages !== null) return k.ret(0);
      if (kind === "pool") return k.goto("take pages from the pool");
    }),
    follows("open the file, once", (k) => {
      const tt = k.at(k.local.tt);
      if (tt.filp !== null) return;
      if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
      tt.filp = shmemFileSetup(k);
    }),
    follows("build the table", (k) => {
      const { filp } = k.at(k.local.tt);
      if (filp === null) return k.fault("null-pointer", k.local.tt, "has no file");
      return k.call(shmemSgAllocTable, { table: sgtOf(k.local.tt), file: filp });
    }),
    follows("map it for DMA", (k) => {
      const status = k.resultOf(shmemSgAllocTable);
      if (status !== 0) return k.ret(status);
      const { filp } = k.at(k.local.tt);
      if (!k.fails("-ENOMEM", "map") || filp === null) return;
      shmemSgFreeTable(k, sgtOf(k.local.tt), filp);
      return k.ret("-ENOMEM");
    }),
    follows("fill in the pages", (k) => {
      const tt = k.at(k.local.tt);
      tt.pages = pagesOf(k, sgtOf(k.local.tt));
      tt.swapped = false;
      return k.ret(0);
    }),
    follows("take pages from the pool", (k) => {
      const tt = k.at(k.local.tt);
      if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
      if (!tt.swapped) {
        tt.pages = k.alloc("pageVectors", { owner: k.local.tt, folioRefs: 0 });
        contentFresh(k, tt.pages, tt.zeroAlloc);
        return k.ret(0);
      }
    }),
    follows("read them back from the swap file", (k) => {
      const tt = k.at(k.local.tt);
      // The pages go back to the pool, and those in the file stay.
      if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
      if (tt.swapStorage === null) return k.fault("null-pointer", k.local.tt, "has no swap file");
      tt.pages = k.alloc("pageVectors", { owner: k.local.tt, folioRefs: 0 });
      fput(k, tt.swapStorage);
      tt.swapStorage = null;
      tt.swapped = false;
      return k.ret(0);
    }),
  ],
);
