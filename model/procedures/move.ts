/**
 * i915's move of a buffer object (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_ttm_move.c). The
 * object lock is held. The state of the object is that of the destination as soon as this returns,
 * while the copy may still run: later users go through the KERNEL fence. Left out: CPU domains.
 */
import type { Ref } from "../../checker/refs.ts";
import { resvOf } from "../cells/bo.ts";
import { dmaFenceGet, dmaFenceIsSignalled, dmaFencePut, type FenceRef } from "../cells/fence.ts";
import { krefMove, type Holder } from "../cells/holders.ts";
import { dmaFenceIsLater } from "../cells/manager.ts";
import { cachedIoRsgt, ttmToGem } from "../cells/object.ts";
import { freeCachedIoRsgt, resourceGetSt } from "../cells/object-tables.ts";
import { dmaResvFences } from "../cells/reservation.ts";
import { ttmResourceFree, usesTt } from "../cells/resource.ts";
import { refctSgtPut, type SgtRef } from "../cells/sgt.ts";
import { adjustLru } from "../cells/shrink-list.ts";
import { isError, type Errno, type Status } from "../machine/errno.ts";
import type { Machine, StepKit } from "../machine/machine.ts";
import { follows, procedure, step, type Moved, type Procedure } from "../machine/procedure.ts";
import { migrate } from "./migrate.ts";
import { moveAccelCleanup, moveSyncCleanup } from "./move-cleanup.ts";
import { objectUnbind } from "./object-unbind.ts";
import { objectPutPages } from "./put-pages.ts";
import { ttmTtPopulate } from "./tt-populate.ts";

/** Unbinds every vma and lets go of the pages. What has been unbound stays so if the rest fails. */
export const moveNotify: Procedure<{ bo: Ref<"bos"> }, Status> = procedure(
  "i915_ttm_move_notify",
  "driver.md 5 B2; i915_gem_ttm_move.c",
  [
    follows("unbind the object", (k) => {
      const object = ttmToGem(k, k.local.bo);
      return k.call(objectUnbind, { object, active: true, async: true });
    }),
    follows("put the pages", (k) => {
      const status = k.resultOf(objectUnbind);
      if (status !== 0) return k.ret(status);
      return k.call(objectPutPages, { object: ttmToGem(k, k.local.bo) });
    }),
    follows("return the status", (k) => k.ret(k.resultOf(objectPutPages))),
  ],
);

/** The reference of a move in progress on the table of its destination. */
export const destinationHold = (k: Machine): Holder => `${k.self}.dst_rsgt`;

export interface MoveLocal {
  bo: Ref<"bos">;
  destination: Ref<"resources">;
  evict?: boolean;
  noWaitGpu?: boolean;
  dstRsgt?: SgtRef;
  clear?: boolean;
  /** What the blit has to wait for, with a reference each. */
  deps?: FenceRef[];
  fence?: FenceRef;
  status?: Status;
}

/** The place of a fence of the same timeline; -1: there is none. Context 0 orders nothing. */
function depsSameContext(k: Machine, deps: readonly FenceRef[], fence: FenceRef): number {
  const { context } = k.at(fence);
  return context === null ? -1 : deps.findIndex((each) => k.at(each).context === context);
}

/**
 * Takes a fence into the dependencies, unless it has signalled: then its error, if any, is yielded.
 * Of one timeline, only the latest stays. Kernel: i915_deps_add_dependency().
 */
export function depsAdd(k: Machine, deps: FenceRef[], fence: FenceRef): Status {
  if (dmaFenceIsSignalled(k, fence)) return k.at(fence).error;
  const same = depsSameContext(k, deps, fence);
  const earlier = deps[same];
  if (earlier !== undefined && !dmaFenceIsLater(k, fence, earlier)) return 0;
  dmaFenceGet(k, fence, k.self);
  if (earlier === undefined) deps.push(fence);
  else {
    dmaFencePut(k, earlier, k.self);
    deps[same] = fence;
  }
  return 0;
}

/** Says whether a fence needs room of its own. The first one needs no memory. */
const depsGrow = (k: Machine, deps: readonly FenceRef[], fence: FenceRef): boolean =>
  deps.length > 0 && !dmaFenceIsSignalled(k, fence) && depsSameContext(k, deps, fence) < 0;

/** Gives the dependencies up. */
function depsFail(k: StepKit<MoveLocal, Status>, status: Errno): Moved {
  depsFini(k, k.got("deps"));
  k.local.deps = [];
  delete k.local.fence;
  k.local.status = status;
  return k.goto("put the table of the destination");
}

/** Kernel: i915_deps_fini(). */
export function depsFini(k: Machine, deps: readonly FenceRef[]): void {
  for (const fence of deps) dmaFencePut(k, fence, k.self);
}

/** Takes the destination over without touching any data. Kernel: ttm_bo_move_null(). */
function moveNull(k: Machine, { bo, destination }: MoveLocal): void {
  const { resource } = k.at(bo);
  if (resource !== null) ttmResourceFree(k, resource);
  k.at(bo).resource = destination;
}

export const ttmMove: Procedure<MoveLocal, Status> = procedure(
  "i915_ttm_move",
  "driver.md 5; i915_gem_ttm_move.c",
  [
    follows(
      "is it a ghost?",
      (k) => {
        if (k.at(k.local.bo).object !== null) return;
        moveNull(k, k.local);
        return k.ret(0);
      },
      "M0",
    ),
    follows(
      "is there anything to move?",
      (k) => {
        if (k.at(k.local.bo).resource !== null) return;
        if (k.at(k.local.destination).placement !== "SYSTEM") return k.ret("-EMULTIHOP");
        moveNull(k, k.local);
        return k.ret(0);
      },
      "M1",
    ),
    follows("notify", (k) => k.call(moveNotify, { bo: k.local.bo }), "M2"),
    follows(
      "purge what nobody needs",
      (k) => {
        const status = k.resultOf(moveNotify);
        if (status !== 0) return k.ret(status);
        const object = ttmToGem(k, k.local.bo);
        if (k.at(object).madv === "WILLNEED") return;
        return k.callPointer("i915_ttm_purge", { object }, "free the destination instead");
      },
      "M3",
    ),
    follows(
      "populate the tt",
      (k) => {
        const { tt } = k.at(k.local.bo);
        if (tt === null) return k.goto("get the table of the destination");
        if (!usesTt(k.at(k.local.destination).placement) && !k.at(tt).swapped) {
          return k.goto("get the table of the destination");
        }
        return k.call(ttmTtPopulate, { tt });
      },
      "M4",
    ),
    follows(
      "did that work?",
      (k) => {
        const status = k.resultOf(ttmTtPopulate);
        if (status !== 0) return k.ret(status);
      },
      "M4",
    ),
    follows(
      "get the table of the destination",
      (k) => {
        const object = ttmToGem(k, k.local.bo);
        const rsgt = resourceGetSt(k, object, k.local.destination, destinationHold(k));
        if (isError(rsgt)) return k.ret(rsgt);
        k.local.dstRsgt = rsgt;
      },
      "M5",
    ),
    follows(
      "decide between copy, clear and nothing",
      (k) => {
        const { tt, resource } = k.at(k.local.bo);
        if (resource === null) return k.fault("null-pointer", k.local.bo, "has no resource");
        const isIomem = !usesTt(k.at(resource).placement);
        k.local.clear = !isIomem && (tt === null || k.at(tt).pages === null);
        if (k.local.clear && tt !== null && !k.at(tt).zeroAlloc) {
          return k.goto("clean up synchronously");
        }
        k.local.deps = [];
      },
      "M6",
    ),
    step(
      "collect the dependencies",
      (k) => {
        const deps = k.got("deps").slice();
        for (const fence of dmaResvFences(k, resvOf(k, k.local.bo), "READ")) {
          if (deps.includes(fence)) continue;
          k.local.deps = deps;
          if (depsGrow(k, deps, fence) && k.fails("-ENOMEM")) {
            k.local.fence = fence;
            return k.goto("or wait for one of them");
          }
          const status = depsAdd(k, deps, fence);
          if (isError(status)) return depsFail(k, status);
        }
        k.local.deps = deps;
        return k.goto("copy or clear");
      },
      "M7",
    ),
    step(
      "or wait for one of them",
      (k) => {
        if (dmaFenceIsSignalled(k, k.got("fence"))) {
          const { error } = k.at(k.got("fence"));
          if (isError(error)) return depsFail(k, error);
          delete k.local.fence;
          return k.goto("collect the dependencies");
        }
        if (k.local.noWaitGpu === true) return depsFail(k, "-EBUSY");
        return k.interrupted() ? depsFail(k, "-ERESTARTSYS") : k.wait();
      },
      "M7",
    ),
    follows(
      "copy or clear",
      (k) =>
        k.call(migrate, {
          bo: k.local.bo,
          destination: k.local.destination,
          dstRsgt: k.got("dstRsgt"),
          clear: k.local.clear === true,
          deps: k.got("deps").slice(),
          ...(k.local.noWaitGpu === true ? { noWaitGpu: true } : {}),
        }),
      "M8",
    ),
    follows(
      "drop the dependencies",
      (k) => {
        const fence = k.resultOf(migrate);
        depsFini(k, k.got("deps"));
        delete k.local.deps;
        delete k.local.clear;
        if (isError(fence)) {
          k.local.status = fence;
          return k.goto("put the table of the destination");
        }
        if (fence === null) return k.goto("clean up synchronously");
        k.local.fence = fence;
      },
      "M8",
    ),
    follows(
      "clean up behind the fence",
      (k) => {
        const { bo, destination, evict = false } = k.local;
        return k.call(moveAccelCleanup, { bo, destination, fence: k.got("fence"), evict });
      },
      "M9",
    ),
    follows(
      "did the cleanup work?",
      (k) => {
        if (k.resultOf(moveAccelCleanup) === 0) return k.goto("put the fence");
      },
      "M9",
    ),
    step(
      "wait for the fence",
      (k) => (dmaFenceIsSignalled(k, k.got("fence")) ? undefined : k.wait()),
      "M9",
    ),
    follows(
      "clean up after the wait",
      (k) => k.call(moveSyncCleanup, { bo: k.local.bo, destination: k.local.destination }),
      "M9",
    ),
    follows(
      "put the fence",
      (k) => {
        dmaFencePut(k, k.got("fence"), k.self);
        delete k.local.fence;
        return k.goto("drop the table of the source");
      },
      "M9",
    ),
    follows(
      "clean up synchronously",
      (k) => {
        delete k.local.clear;
        return k.call(moveSyncCleanup, { bo: k.local.bo, destination: k.local.destination });
      },
      "M10",
    ),
    follows(
      "drop the table of the source",
      (k) => freeCachedIoRsgt(k, ttmToGem(k, k.local.bo)),
      "M11",
    ),
    follows(
      "keep the table of the destination",
      (k) => {
        const rsgt = k.got("dstRsgt");
        const object = ttmToGem(k, k.local.bo);
        if (usesTt(k.at(k.local.destination).placement)) {
          return k.goto("put the table of the destination");
        }
        krefMove(k, rsgt, k.at(rsgt), [destinationHold(k), cachedIoRsgt(object)]);
        k.at(object).cachedIoRsgt = rsgt as Ref<"ioSgts">;
        return k.goto("adjust the lists");
      },
      "M11",
    ),
    follows(
      "put the table of the destination",
      (k) => {
        refctSgtPut(k, k.got("dstRsgt"), destinationHold(k));
        const status = k.local.status ?? 0;
        if (status !== 0) return k.ret(status);
      },
      "M11",
    ),
    follows(
      "adjust the lists",
      (k) => {
        adjustLru(k, ttmToGem(k, k.local.bo));
        return k.ret(0);
      },
      "M12",
    ),
    follows(
      "free the destination instead",
      (k) => {
        // Whatever has become of the purge.
        ttmResourceFree(k, k.local.destination);
        return k.ret(0);
      },
      "M3",
    ),
  ],
);
