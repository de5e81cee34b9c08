/**
 * Copying or clearing on the way (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_ttm_move.c,
 * gt/intel_migrate.c): by a blit if possible, else with the CPU. A blit into local memory gets a
 * second fence, the migration fence, which signals only once a failed blit has been made good, or
 * nobody may use the object any more. Large objects are copied in chunks: here one request is
 * enough, which ends early if a later chunk cannot be built.
 */
import type { Ref } from "../../checker/refs.ts";
import { cpuMayCopy, isWedged, theDevice } from "../cells/device.ts";
import {
  dmaFenceAddCallback,
  dmaFenceGet,
  dmaFenceInit,
  dmaFenceIsSignalled,
  dmaFencePut,
  type FenceRef,
  type RequestFenceRef,
} from "../cells/fence.ts";
import { krefGet } from "../cells/holders.ts";
import { hasPages } from "../cells/layout.ts";
import { gemObjectPut, ttmToGem } from "../cells/object.ts";
import { resourceGetSt } from "../cells/object-tables.ts";
import { blitPages } from "../cells/page-content.ts";
import { migrateTimeline, requestAwait, requestCreate, requestFenceOf } from "../cells/request.ts";
import { usesTt } from "../cells/resource.ts";
import { readTable, refctSgtGet, refctSgtPut, type SgtRef } from "../cells/sgt.ts";
import { migrationFenceOf } from "../cells/works.ts";
import { isError, type Errno } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { moveMemcpy, pageCopyOf, putTables } from "./memcpy-work.ts";
import { ttmMoveMemcpy } from "./page-copy.ts";
import { requestAdd } from "./request.ts";

export interface AccelLocal {
  bo: Ref<"bos">;
  dstRsgt: SgtRef;
  clear: boolean;
  deps: FenceRef[];
  /** The source is another object, which stays where it is. */
  isCopy?: true;
  srcRsgt?: SgtRef;
  request?: Ref<"requests">;
  /** Why not all of it could be built. */
  status?: Errno;
}

/** Submits a blit. Yields its fence, with a reference, or an error. */
export const accelMove: Procedure<AccelLocal, RequestFenceRef | Errno> = procedure(
  "i915_ttm_accel_move",
  "driver.md 5 B4; i915_gem_ttm_move.c",
  [
    follows(
      "may the GPU be used?",
      (k) => (!k.at(theDevice).canBlit || isWedged(k) ? k.ret("-EINVAL") : undefined),
      "1",
    ),
    follows(
      "get the table of the source",
      (k) => {
        if (k.local.clear) return;
        const { resource } = k.at(k.local.bo);
        if (resource === null) return k.fault("null-pointer", k.local.bo, "has no resource");
        const rsgt = resourceGetSt(k, ttmToGem(k, k.local.bo), resource, `${k.self}.src_rsgt`);
        if (isError(rsgt)) return k.ret(rsgt);
        k.local.srcRsgt = rsgt;
      },
      "2",
    ),
    follows(
      "build the request",
      (k) => {
        if (!k.at(theDevice).canBlit) return k.fault("null-pointer", "devices:0", "has no context");
        if (k.fails("-ENOMEM")) return k.goto("give up");
        const source = k.local.srcRsgt === undefined ? null : readTable(k, k.local.srcRsgt);
        const destination = readTable(k, k.local.dstRsgt);
        const parts = { kind: "blit", timeline: migrateTimeline, source, destination } as const;
        const pages = blitPages(k, k.local.srcRsgt ?? null, k.local.dstRsgt);
        const { isCopy } = k.local;
        const kind = isCopy === undefined ? {} : { isCopy };
        k.local.request = requestCreate(k, { ...parts, ...pages, ...kind }, k.self);
      },
      "2",
    ),
    step(
      "await the dependencies",
      (k) => {
        const request = k.got("request");
        for (const fence of k.local.deps) {
          requestAwait(k, request, fence);
        }
      },
      "2",
    ),
    follows(
      "build the other chunks",
      (k) => {
        // A chunk that cannot be built ends the copy; what there is of it is submitted all the
        // same.
        if (k.fails("-ENOMEM")) k.local.status = "-ENOMEM";
        else if (k.interrupted()) k.local.status = "-EINTR";
      },
      "3",
    ),
    follows("submit", (k) => k.call(requestAdd, { request: k.got("request") }), "2"),
    follows(
      "put the table of the source",
      (k) => {
        if (k.local.srcRsgt !== undefined) refctSgtPut(k, k.local.srcRsgt, `${k.self}.src_rsgt`);
        if (k.local.status === undefined) return k.ret(requestFenceOf(k.got("request")));
      },
      "2",
    ),
    step(
      "wait for the chunks that there are",
      (k) => {
        const fence = requestFenceOf(k.got("request"));
        if (!dmaFenceIsSignalled(k, fence)) return k.wait();
        dmaFencePut(k, fence, k.self);
        return k.ret(k.local.status ?? "-ENOMEM");
      },
      "3",
    ),
    follows(
      "give up",
      (k) => {
        if (k.local.srcRsgt !== undefined) refctSgtPut(k, k.local.srcRsgt, `${k.self}.src_rsgt`);
        return k.ret("-ENOMEM");
      },
      "3",
    ),
  ],
);

export interface MigrateLocal {
  bo: Ref<"bos">;
  destination: Ref<"resources">;
  dstRsgt: SgtRef;
  clear: boolean;
  deps: FenceRef[];
  /** The source is another object, which stays where it is. */
  isCopy?: true;
  noWaitGpu?: boolean;
  /** There is no good blit. */
  failed?: boolean;
  /** What a copy page by page reads, with a reference. */
  srcRsgt?: SgtRef;
  request?: RequestFenceRef;
  work?: Ref<"memcpyWorks">;
}

/**
 * Yields the fence that says when the memory is good, with a reference; null: it is; or an error.
 */
export const migrate: Procedure<MigrateLocal, FenceRef | null | Errno> = procedure(
  "__i915_ttm_move",
  "driver.md 5 B3; i915_gem_ttm_move.c",
  [
    follows(
      "try a blit",
      (k) => {
        const { bo, dstRsgt, clear, deps, isCopy } = k.local;
        const kind = isCopy === undefined ? {} : { isCopy };
        return k.call(accelMove, { bo, dstRsgt, clear, deps: deps.slice(), ...kind });
      },
      "1",
    ),
    follows(
      "how did that go?",
      (k) => {
        const fence = k.resultOf(accelMove);
        if (fence === "-EINTR" || fence === "-ERESTARTSYS" || fence === "-EAGAIN") {
          return k.ret(fence);
        }
        if (isError(fence)) {
          k.local.failed = true;
          return k.goto("wait for the dependencies");
        }
        // Pages of the system come cleared from the allocator: a failed blit leaks nothing.
        if (usesTt(k.at(k.local.destination).placement)) return k.ret(fence);
        k.local.request = fence;
      },
      "1",
    ),
    follows(
      "allocate the memcpy work",
      (k) => {
        if (k.fails("-ENOMEM")) return k.goto("wait for the blit");
        const { bo, clear, dstRsgt } = k.local;
        const object = ttmToGem(k, bo);
        const { resource } = k.at(bo);
        if (resource === null) return k.fault("null-pointer", bo, "has no resource");
        const work = k.alloc("memcpyWorks", {
          object,
          source: null,
          destination: dstRsgt,
          sourceRsgt: null,
          destinationRsgt: null,
        });
        dmaFenceInit(k, migrationFenceOf(work), k.self);
        krefGet(k, object, k.at(object), work);
        k.local.work = work;
        if (!cpuMayCopy(k)) return;
        refctSgtGet(k, dstRsgt, `${work}.dst_rsgt`);
        k.at(work).destinationRsgt = dstRsgt;
        if (clear) return;
        const source = resourceGetSt(k, object, resource, `${work}.src_rsgt`);
        if (isError(source)) return k.fault("kernel-assertion", work, "has no source table");
        k.at(work).source = source;
        k.at(work).sourceRsgt = source;
      },
      "2",
    ),
    step(
      "arm the callback on the blit",
      (k) => {
        const work = k.got("work");
        const fence = k.got("request");
        const callback = { func: "__memcpy_cb", data: work };
        if (!dmaFenceAddCallback(k, fence, callback)) return k.goto("the blit has ended already");
        dmaFenceGet(k, migrationFenceOf(work), work);
        dmaFencePut(k, fence, k.self);
        return k.ret(migrationFenceOf(work));
      },
      "2",
    ),
    step(
      "wait for the blit",
      (k) => (dmaFenceIsSignalled(k, k.got("request")) ? undefined : k.wait()),
      "2",
    ),
    step(
      "the blit has ended already",
      (k) => {
        const fence = k.got("request");
        const { error } = k.at(fence);
        dmaFencePut(k, fence, k.self);
        delete k.local.request;
        if (error !== 0) k.local.failed = true;
        return k.goto(error === 0 ? "release the memcpy work" : "copy with the CPU");
      },
      "2",
    ),
    step(
      "wait for the dependencies",
      (k) => {
        // In order: the first one that fails, or that may not be waited for, ends it.
        for (const fence of k.local.deps) {
          if (!dmaFenceIsSignalled(k, fence)) {
            if (k.local.noWaitGpu === true) return k.ret("-EBUSY");
            return k.interrupted() ? k.ret("-ERESTARTSYS") : k.wait();
          }
          const { error } = k.at(fence);
          if (error !== 0) return k.ret(error);
        }
      },
      "1",
    ),
    step(
      "copy with the CPU",
      (k) => {
        if (!cpuMayCopy(k)) return;
        if (!hasPages(k)) return copySynchronously(k, k.local);
        const { bo, dstRsgt } = k.local;
        const source = tableOfSource(k, k.local);
        if (source !== null) k.local.srcRsgt = source;
        return k.call(ttmMoveMemcpy, pageCopyOf(k, { source, destination: dstRsgt, bo }));
      },
      "4",
    ),
    follows(
      "put the table of the source",
      (k) => {
        const { srcRsgt } = k.local;
        if (srcRsgt !== undefined) refctSgtPut(k, srcRsgt, `${k.self}.src_rsgt`);
      },
      "4",
    ),
    follows(
      "release the memcpy work",
      (k) => {
        const { work } = k.local;
        if (work !== undefined) {
          putTables(k, work);
          gemObjectPut(k, k.at(work).object, work);
          dmaFencePut(k, migrationFenceOf(work), k.self);
        }
        return k.ret(k.local.failed === true && !cpuMayCopy(k) ? "-EIO" : null);
      },
      "2; 4",
    ),
  ],
);

/** The table to copy by, with a reference; null: there is nothing to copy. */
function tableOfSource(k: Machine, { bo, clear }: MigrateLocal): SgtRef | null {
  const { resource } = k.at(bo);
  if (clear || resource === null) return null;
  const source = resourceGetSt(k, ttmToGem(k, bo), resource, `${k.self}.src_rsgt`);
  // Nobody looks whether this is an error, and the release puts it like a table.
  if (isError(source)) return k.fault("null-pointer", bo, "puts a table that is an error instead");
  return source;
}

function copySynchronously(k: Machine, local: MigrateLocal): void {
  const source = tableOfSource(k, local);
  moveMemcpy(k, source, local.dstRsgt);
  if (source !== null) refctSgtPut(k, source, `${k.self}.src_rsgt`);
}
