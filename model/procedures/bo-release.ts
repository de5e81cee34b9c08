/**
 * The end of a buffer object (Linux 6.x, drivers/gpu/drm/ttm/ttm_bo.c, ttm_bo_util.c,
 * i915_gem_ttm.c). The last put frees it at once if it is idle, else a worker does so once its
 * fences have signalled. Left out: imported reservations, and region lists.
 */
import type { Ref } from "../../checker/refs.ts";
import { privateResvOf, resvOf } from "../cells/bo.ts";
import { krefPut, type Holder } from "../cells/holders.ts";
import {
  dmaResvCopyFences,
  dmaResvFini,
  dmaResvIsIdle,
  dmaResvLock,
  dmaResvTrylock,
  dmaResvUnlock,
} from "../cells/reservation.ts";
import { ttmResourceFree } from "../cells/resource.ts";
import { ttmTtDestroy } from "../cells/tt.ts";
import { vmResvPut } from "../cells/vm.ts";
import type { Status } from "../machine/errno.ts";
import { userMappingOf } from "../cells/user-mapping.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { deleteMemNotify } from "./object-free.ts";

/** Frees what a buffer object describes: pages, tt and resource. The lock is held. */
export const cleanupMemtypeUse: Procedure<{ bo: Ref<"bos"> }, 0> = procedure(
  "ttm_bo_cleanup_memtype_use",
  "driver.md 5 B11; ttm_bo.c",
  [
    follows(
      "notify",
      (k) => {
        // The driver is told of ghosts as well, and must leave them alone.
        const { object } = k.at(k.local.bo);
        if (object !== null) return k.call(deleteMemNotify, { object });
      },
      "4",
    ),
    step(
      "destroy the tt",
      (k) => {
        const bo = k.at(k.local.bo);
        if (bo.tt !== null) ttmTtDestroy(k, bo.tt);
        bo.tt = null;
      },
      "4",
    ),
    follows(
      "free the resource",
      (k) => {
        const bo = k.at(k.local.bo);
        if (bo.resource !== null) ttmResourceFree(k, bo.resource);
        bo.resource = null;
      },
      "4",
    ),
  ],
);

/**
 * Frees the struct of an object, which leaves the shrinker's lists only now if it is on one.
 * Kernel: i915_ttm_bo_destroy().
 */
function freeObject(k: Machine, object: Ref<"objects">): void {
  if (k.at(userMappingOf(object)).listed) {
    k.fault("kernel-assertion", object, "is freed on the list of mapped local memory");
  }
  k.free(object);
}

/** Frees the structs of an object or a ghost. A ghost then drops its reference on the original. */
export const boDestroy: Procedure<{ bo: Ref<"bos">; original?: Ref<"bos"> }, 0> = procedure(
  "ttm_transfered_destroy",
  "driver.md 10.5; ttm_bo_util.c",
  [
    follows("fini the reservation", (k) => dmaResvFini(k, privateResvOf(k.local.bo))),
    follows("free the struct, and put the original of a ghost", (k) => {
      const { bo } = k.local;
      const { object, ghostOf } = k.at(bo);
      if (object !== null) {
        const { sharesResvFrom } = k.at(object);
        if (sharesResvFrom !== null) vmResvPut(k, sharesResvFrom, object);
        freeObject(k, object);
      }
      k.free(privateResvOf(bo));
      k.free(bo);
      if (ghostOf !== null) return k.callPointer("ttm_bo_put", { bo: ghostOf, holder: bo });
    }),
  ],
);

/** Drops a reference on a buffer object; the last one releases it. */
export const ttmBoPut: Procedure<{ bo: Ref<"bos">; holder: Holder }, 0> = procedure(
  "ttm_bo_put",
  "driver.md 5 B11; ttm_bo.c",
  [
    follows("drop the reference", (k) => {
      const { bo, holder } = k.local;
      if (!krefPut(k, bo, k.at(bo), holder)) return k.ret(0);
      return k.callPointer("ttm_bo_release", { bo });
    }),
  ],
);

export interface ReleaseLocal {
  bo: Ref<"bos">;
}

/**
 * Gives a buffer object that shares the reservation of its VM one of its own. Kernel:
 * ttm_bo_individualize_resv().
 */
function individualizeResv(k: Machine, bo: Ref<"bos">): Status {
  const resv = privateResvOf(bo);
  if (k.at(bo).resv === resv) return 0;
  if (k.fails("-ENOMEM")) return "-ENOMEM";
  dmaResvCopyFences(k, resv, k.at(bo).resv);
  k.at(bo).resv = resv;
  return 0;
}

export const ttmBoRelease: Procedure<ReleaseLocal, 0> = procedure(
  "ttm_bo_release",
  "driver.md 5 B11; ttm_bo.c",
  [
    step(
      "get a reservation of its own",
      (k) => {
        const { bo } = k.local;
        if (k.at(bo).deleted) return k.goto("destroy");
        if (individualizeResv(k, bo) === 0) return k.goto("is it idle, and its lock free?");
      },
      "2",
    ),
    step(
      "or wait until the shared one is idle",
      (k) => (dmaResvIsIdle(k, resvOf(k, k.local.bo), "BOOKKEEP") ? undefined : k.wait()),
      "2",
    ),
    follows(
      "is it idle, and its lock free?",
      (k) => {
        const { bo } = k.local;
        // Its own, even if it still shares another one for want of memory.
        const isIdle = dmaResvIsIdle(k, privateResvOf(bo), "BOOKKEEP");
        if (isIdle && dmaResvTrylock(k, resvOf(k, bo))) return;
        k.at(bo).deleted = true;
        k.at(bo).refs = [`${bo}.delayed_delete`];
        k.start("delayed delete", delayedDelete.name, { bo });
        return k.ret(0);
      },
      "2",
    ),
    follows("free its memory", (k) => k.call(cleanupMemtypeUse, { bo: k.local.bo }), "4"),
    follows("unlock the reservation", (k) => dmaResvUnlock(k, resvOf(k, k.local.bo)), "4"),
    follows("destroy", (k) => k.call(boDestroy, { bo: k.local.bo }), "4"),
  ],
);

/** The worker that waits for a busy buffer object that nobody refers to any more. */
export const delayedDelete: Procedure<ReleaseLocal, 0> = procedure(
  "ttm_bo_delayed_delete",
  "driver.md 5 B11; ttm_bo.c",
  [
    step(
      "wait for all fences",
      (k) => (dmaResvIsIdle(k, privateResvOf(k.local.bo), "BOOKKEEP") ? undefined : k.wait()),
      "3",
    ),
    follows("lock the reservation", (k) => dmaResvLock(k, resvOf(k, k.local.bo)), "3"),
    follows("free its memory", (k) => k.call(cleanupMemtypeUse, { bo: k.local.bo }), "4"),
    follows("unlock the reservation", (k) => dmaResvUnlock(k, resvOf(k, k.local.bo)), "4"),
    follows(
      "put it",
      (k) => k.call(ttmBoPut, { bo: k.local.bo, holder: `${k.local.bo}.delayed_delete` }),
      "4",
    ),
  ],
);
