/**
 * The end of an object (Linux 6.x, drivers/gpu/drm/drm_gem_shmem_helper.c,
 * drivers/gpu/drm/panfrost/panfrost_gem.c, drm_prime.c). It runs in the context of whoever drops
 * the last GEM reference.
 */
import type { Ref } from "../../checker/refs.ts";
import { krefPut, type Holder } from "../cells/holders.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { sgtHold, shmemDriver } from "./cells.ts";
import {
  leaveShrinkerList,
  lockShmem,
  lockShrinker,
  unlockShmem,
  unlockShrinker,
} from "./counts.ts";
import { putPagesLocked, type ObjectLocal } from "./pages.ts";
import { dropTable } from "./sg-table.ts";

/** Drops a reference on a buffer. Kernel: dma_buf_put(); the last one of ours frees it. */
export function dmaBufPut(k: Machine, dmaBuf: Ref<"dmaBufs">, holder: Holder): void {
  if (krefPut(k, dmaBuf, k.at(dmaBuf), holder)) k.free(dmaBuf);
}

/** Gives up the table of an import, and the attachment. */
export const primeGemDestroy: Procedure<ObjectLocal, Status> = procedure(
  "drm_prime_gem_destroy",
  "driver.md 9; drm_prime.c",
  [
    follows("unmap the table", (k) => dropTable(k, k.local.object), "H24"),
    step(
      "detach from the buffer",
      (k) => {
        const { object } = k.local;
        const { importAttach } = k.at(object);
        if (importAttach === null) return k.fault("null-pointer", object, "is no import");
        k.at(importAttach).attached = false;
        dmaBufPut(k, importAttach, object);
        return k.ret(0);
      },
      "H24",
    ),
  ],
);

export const shmemFree: Procedure<ObjectLocal, Status> = procedure(
  "drm_gem_shmem_free",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    step(
      "is it an import?",
      (k) => {
        const { object } = k.local;
        if (k.at(object).importAttach === null) return;
        return k.call(primeGemDestroy, { object }, "are all counts 0?");
      },
      "H24",
    ),
    step("lock the object", (k) => lockShmem(k, k.local.object), "H24"),
    follows("free the table", (k) => dropTable(k, k.local.object), "H24"),
    follows(
      "put the pages",
      (k) => {
        const { object } = k.local;
        const { pages, useCount } = k.at(object);
        const [holder = sgtHold(object)] = useCount;
        if (pages !== null) return k.call(putPagesLocked, { object, holder });
      },
      "H24",
    ),
    follows("unlock the object", (k) => unlockShmem(k, k.local.object), "H24"),
    follows(
      "are all counts 0?",
      (k) => {
        const { object } = k.local;
        const { useCount, pinCount, vmapCount, gpuUses } = k.at(object);
        const left = [...useCount, ...pinCount, ...vmapCount, ...gpuUses];
        if (left.length === 0) return;
        k.fault("counts-left-at-free", object, `is freed while it counts ${left.join(", ")}`);
      },
      "H24",
    ),
    follows(
      "leave the list of the helper",
      (k) => {
        k.at(k.local.object).list = null;
      },
      "H24",
    ),
    follows(
      "free the object",
      (k) => {
        const { object } = k.local;
        const { lock, mappingsLock, list } = k.at(object);
        if (lock !== null || mappingsLock.lock !== null) {
          k.fault("counts-left-at-free", object, "is freed while it is locked");
        }
        if (k.at(shmemDriver).shrinkerList.includes(object) || list !== null) {
          k.fault("counts-left-at-free", object, "is freed while it is on a list of the shrinker");
        }
        k.free(object);
        return k.ret(0);
      },
      "H24",
    ),
  ],
);

export const panfrostGemFreeObject: Procedure<ObjectLocal, Status> = procedure(
  "panfrost_gem_free_object",
  "driver.md 9; panfrost_gem.c",
  [
    step("lock the shrinker", (k) => lockShrinker(k), "V7"),
    follows("leave the list of the shrinker", (k) => leaveShrinkerList(k, k.local.object), "V7"),
    follows("unlock the shrinker", (k) => unlockShrinker(k), "V7"),
    step(
      "free the table of the chunk",
      (k) => {
        const { object } = k.local;
        const { mappings, chunkSgt } = k.at(object);
        if (mappings.length > 0) k.fault("kernel-assertion", object, "is freed while it is mapped");
        if (chunkSgt !== null) k.free(chunkSgt);
        k.at(object).chunkSgt = null;
      },
      "V7",
    ),
    follows("free the rest", (k) => k.call(shmemFree, { object: k.local.object }), "V7"),
  ],
);

export interface PutLocal extends ObjectLocal {
  holder: Holder;
}

/** Drops a GEM reference; the last one frees the object here and now. */
export const gemObjectPutAndFree: Procedure<PutLocal, Status> = procedure(
  "drm_gem_object_put",
  "driver.md 9; drm_gem.c",
  [
    follows(
      "drop the reference",
      (k) => {
        const { object, holder } = k.local;
        if (!krefPut(k, object, k.at(object), holder)) return k.ret(0);
        return k.call(panfrostGemFreeObject, { object });
      },
      "H24",
    ),
    follows("return", (k) => k.ret(0)),
  ],
);
