/**
 * Copying one object into another (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_ttm_move.c), as the
 * driver does to save local memory before a suspend. Both are locked in one step: back-off between
 * two objects is a check of its own.
 */
import type { Ref } from "../../checker/refs.ts";
import { resvOf } from "../cells/bo.ts";
import { dmaFenceIsSignalled, dmaFencePut, type FenceRef } from "../cells/fence.ts";
import { krefGet } from "../cells/holders.ts";
import { gemObjectPut, objectResv } from "../cells/object.ts";
import { resourceGetSt } from "../cells/object-tables.ts";
import {
  dmaResvAddFence,
  dmaResvFences,
  dmaResvLock,
  dmaResvReserve,
  dmaResvUnlock,
  reserveNeedsMemory,
} from "../cells/reservation.ts";
import { refctSgtPut, type SgtRef } from "../cells/sgt.ts";
import { isError, type Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { migrate } from "./migrate.ts";
import { depsAdd, depsFini, destinationHold } from "./move.ts";

interface CopyLocal {
  /** The source. */
  object: Ref<"objects">;
  to: Ref<"objects">;
  deps?: FenceRef[];
  dstRsgt?: SgtRef;
  fence?: FenceRef;
}

export const objCopyTtm: Procedure<CopyLocal, Status> = procedure(
  "i915_gem_obj_copy_ttm",
  "driver.md 5 B13; i915_gem_ttm_move.c",
  [
    step("reserve a slot of each", (k) => {
      for (const object of [k.local.object, k.local.to]) {
        const resv = objectResv(k, object);
        if (reserveNeedsMemory(k, resv, 1) && k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        dmaResvReserve(k, resv, 1);
      }
    }),
    step("collect the dependencies", (k) => {
      const deps = (k.local.deps ?? []).slice();
      for (const object of [k.local.to, k.local.object]) {
        for (const fence of dmaResvFences(k, objectResv(k, object), "READ")) {
          if (deps.includes(fence)) continue;
          // The first one needs no memory.
          if (deps.length > 0 && !dmaFenceIsSignalled(k, fence) && k.fails("-ENOMEM")) {
            k.local.deps = deps;
            k.local.fence = fence;
            return k.goto("or wait for one of them");
          }
          depsAdd(k, deps, fence);
        }
      }
      k.local.deps = deps;
      return k.goto("get the table of the destination");
    }),
    step("or wait for one of them", (k) => {
      if (dmaFenceIsSignalled(k, k.got("fence"))) {
        delete k.local.fence;
        return k.goto("collect the dependencies");
      }
      if (!k.interrupted()) return k.wait();
      depsFini(k, k.got("deps"));
      return k.ret("-ERESTARTSYS");
    }),
    follows("get the table of the destination", (k) => {
      const { resource } = k.at(k.at(k.local.to).bo);
      if (resource === null) return k.fault("null-pointer", k.local.to, "has no resource");
      const rsgt = resourceGetSt(k, k.local.to, resource, destinationHold(k));
      if (!isError(rsgt)) {
        k.local.dstRsgt = rsgt;
        return;
      }
      depsFini(k, k.got("deps"));
      return k.ret(rsgt);
    }),
    follows("copy", (k) => {
      const { bo } = k.at(k.local.object);
      const { resource } = k.at(k.at(k.local.to).bo);
      if (resource === null) return k.fault("null-pointer", k.local.to, "has no resource");
      const [dstRsgt, deps] = [k.got("dstRsgt"), k.got("deps").slice()];
      const how = { clear: false, isCopy: true } as const;
      return k.call(migrate, { bo, destination: resource, dstRsgt, deps, ...how });
    }),
    follows("drop the dependencies, and the table", (k) => {
      const fence = k.resultOf(migrate);
      depsFini(k, k.got("deps"));
      delete k.local.deps;
      refctSgtPut(k, k.got("dstRsgt"), destinationHold(k));
      delete k.local.dstRsgt;
      if (fence === null) return k.ret(0);
      if (isError(fence)) return k.ret(fence);
      k.local.fence = fence;
    }),
    step("add the fence to both", (k) => {
      dmaResvAddFence(k, objectResv(k, k.local.to), k.got("fence"), "WRITE");
      dmaResvAddFence(k, objectResv(k, k.local.object), k.got("fence"), "READ");
    }),
    follows("put the fence", (k) => {
      dmaFencePut(k, k.got("fence"), k.self);
      return k.ret(0);
    }),
  ],
);

/** Copies under the locks of both objects, with references on both. */
export const lockAndCopy: Procedure<{ object: Ref<"objects">; to: Ref<"objects"> }, Status> =
  procedure("copy_object", "driver.md 5 B13; a user of i915_gem_obj_copy_ttm", [
    step("lock both objects", (k) => {
      const { object, to } = k.local;
      dmaResvLock(k, resvOf(k, k.at(object).bo));
      dmaResvLock(k, resvOf(k, k.at(to).bo));
      krefGet(k, to, k.at(to), k.self);
    }),
    follows("copy", (k) => k.call(objCopyTtm, { object: k.local.object, to: k.local.to })),
    follows("unlock both objects", (k) => {
      const status = k.resultOf(objCopyTtm);
      dmaResvUnlock(k, objectResv(k, k.local.to));
      dmaResvUnlock(k, objectResv(k, k.local.object));
      gemObjectPut(k, k.local.to, k.self);
      return k.ret(status);
    }),
  ]);
