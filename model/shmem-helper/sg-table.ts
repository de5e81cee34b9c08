/**
 * The sg-table that the helper keeps of an object (Linux 6.x,
 * drivers/gpu/drm/drm_gem_shmem_helper.c). In landed code the table holds a use of the pages, and
 * stays until the object is purged or freed.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Errno, OrError } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { sgtHold } from "./cells.ts";
import { lockShmemInterruptible, unlockShmem } from "./counts.ts";
import { getPagesLocked, putPagesLocked, type ObjectLocal } from "./pages.ts";

/** Builds a table of the pages that an object has. Kernel: drm_gem_shmem_get_sg_table(). */
export function buildTable(k: Machine, object: Ref<"shmemObjects">): OrError<Ref<"shmemSgts">> {
  const { pages } = k.at(object);
  if (pages === null) return k.fault("null-pointer", object, "has no pages for a table");
  if (k.fails("-ENOMEM")) return "-ENOMEM";
  return k.alloc("shmemSgts", { pages, isMapped: false });
}

/** Unmaps and frees the table that an object has, if any. */
export function dropTable(k: Machine, object: Ref<"shmemObjects">): void {
  const { sgt } = k.at(object);
  if (sgt !== null) k.free(sgt);
  k.at(object).sgt = null;
}

export interface GetSgtLocal extends ObjectLocal {
  sgt?: Ref<"shmemSgts">;
  error?: Errno;
}

/** The table, which is the helper's to free, whoever asks for it. */
export const getPagesSgt: Procedure<GetSgtLocal, OrError<Ref<"shmemSgts">>> = procedure(
  "drm_gem_shmem_get_pages_sgt",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    step(
      "lock the object",
      (k) => {
        if (!lockShmemInterruptible(k, k.local.object)) return k.ret("-EINTR");
      },
      "H7",
    ),
    follows(
      "is there a table already?",
      (k) => {
        const { sgt } = k.at(k.local.object);
        if (sgt === null) return;
        k.local.sgt = sgt;
        return k.goto("unlock the object");
      },
      "H7",
    ),
    follows(
      "get the pages for the table",
      (k) => {
        const { object } = k.local;
        return k.call(getPagesLocked, { object, holder: sgtHold(object) });
      },
      "H7",
    ),
    follows(
      "build the table",
      (k) => {
        const status = k.resultOf(getPagesLocked);
        if (status !== 0) {
          k.local.error = status;
          return k.goto("unlock the object");
        }
        const built = buildTable(k, k.local.object);
        if (built === "-ENOMEM") {
          k.local.error = built;
          return k.goto("put the pages again");
        }
        k.local.sgt = built as Ref<"shmemSgts">;
      },
      "H7",
    ),
    follows(
      "map it for DMA",
      (k) => {
        if (!k.fails("-ENOMEM", "map")) {
          k.at(k.got("sgt")).isMapped = true;
          return;
        }
        k.free(k.got("sgt"));
        k.local.error = "-ENOMEM";
        return k.goto("put the pages again");
      },
      "H7",
    ),
    follows(
      "keep it",
      (k) => {
        k.at(k.local.object).sgt = k.got("sgt");
        return k.goto("unlock the object");
      },
      "H7",
    ),
    follows(
      "put the pages again",
      (k) => {
        const { object } = k.local;
        return k.call(putPagesLocked, { object, holder: sgtHold(object) });
      },
      "H7",
    ),
    follows(
      "unlock the object",
      (k) => {
        unlockShmem(k, k.local.object);
        return k.ret(k.local.error ?? k.got("sgt"));
      },
      "H7",
    ),
  ],
);
