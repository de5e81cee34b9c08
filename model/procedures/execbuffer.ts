/**
 * Executing a job on an object (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_execbuffer.c),
 * simplified to one object that the job writes. Left out: GT wakerefs, creation of vmas (the vma
 * exists), relocation, eviction of other vmas, several batches, and the capture list.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeAddFence, activeOf } from "../cells/active.ts";
import { trackInRegister } from "../cells/ggtt.ts";
import { objectResv } from "../cells/object.ts";
import {
  dmaResvAddFence,
  dmaResvFences,
  dmaResvLock,
  dmaResvReserve,
  dmaResvUnlock,
  reserveNeedsMemory,
} from "../cells/reservation.ts";
import { requestCreate, requestFenceOf, requestPut, userTimeline } from "../cells/request.ts";
import { swFenceAwait } from "../cells/sw-fence.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { activeAcquire, activeRelease } from "./active.ts";
import { requestAdd } from "./request.ts";
import { vmaPin } from "./vma-pin.ts";

interface MoveToActiveLocal {
  vma: Ref<"vmas">;
  request: Ref<"requests">;
  status?: Status;
}

/** Makes the request wait for the binding, and the vma remember the request. */
export const moveToActive: Procedure<MoveToActiveLocal, Status> = procedure(
  "_i915_vma_move_to_active",
  "driver.md 6.10; i915_vma.c",
  [
    step(
      "await the bind",
      (k) => {
        const { excl } = k.at(activeOf(k.local.vma));
        if (excl !== null) swFenceAwait(k, k.local.request, excl);
      },
      "4",
    ),
    step("acquire the activity", (k) => k.call(activeAcquire, { vma: k.local.vma }), "4"),
    step(
      "track the request",
      (k) => {
        const status = k.resultOf(activeAcquire);
        if (status !== 0) return k.ret(status);
        const { vma, request } = k.local;
        k.local.status = k.fails("-ENOMEM", "nowait") ? "-ENOMEM" : 0;
        if (k.local.status !== 0) return;
        activeAddFence(k, vma, userTimeline, requestFenceOf(request));
        const { resource } = k.at(vma);
        if (resource !== null) k.at(request).uses.push(resource);
      },
      "4",
    ),
    step("release the activity", (k) => k.call(activeRelease, { vma: k.local.vma }), "4"),
    step(
      "add the request to the object",
      (k) => {
        if (k.local.status !== 0) return;
        const resv = objectResv(k, k.at(k.local.vma).object);
        dmaResvAddFence(k, resv, requestFenceOf(k.local.request), "WRITE");
        const register = k.at(k.local.vma).ggtt?.fence ?? null;
        if (register !== null) trackInRegister(k, register, requestFenceOf(k.local.request));
      },
      "4",
    ),
    follows("return the status", (k) => k.ret(k.local.status ?? 0), "4"),
  ],
);

interface ExecLocal {
  object: Ref<"objects">;
  vm: Ref<"vms">;
  vma?: Ref<"vmas">;
  request?: Ref<"requests">;
  status?: Status;
}

export const execbuffer: Procedure<ExecLocal, Status> = procedure(
  "i915_gem_do_execbuffer",
  "driver.md 6.10; i915_gem_execbuffer.c",
  [
    step(
      "lock the object",
      (k) => {
        const resv = objectResv(k, k.local.object);
        if (k.at(resv).lock !== null && k.interrupted()) return k.ret("-EINTR");
        dmaResvLock(k, resv);
        k.local.status = 0;
      },
      "1",
    ),
    follows(
      "pin the vma",
      (k) => {
        const vma = k.at(k.local.object).vmas.find((each) => k.at(each).vm === k.local.vm);
        if (vma !== undefined) {
          k.local.vma = vma;
          return k.call(vmaPin, { vma });
        }
        k.local.status = "-ENOENT";
        return k.goto("unlock the object");
      },
      "2",
    ),
    step(
      "reserve a fence slot",
      (k) => {
        k.local.status = k.resultOf(vmaPin);
        if (k.local.status !== 0) return k.goto("unlock the object");
        const resv = objectResv(k, k.local.object);
        if (reserveNeedsMemory(k, resv, 1) && k.fails("-ENOMEM")) {
          k.local.status = "-ENOMEM";
          return k.goto("unlock the object");
        }
        dmaResvReserve(k, resv, 1);
      },
      "2",
    ),
    follows(
      "build the request",
      (k) => {
        if (k.fails("-ENOMEM")) {
          k.local.status = "-ENOMEM";
          return k.goto("unlock the object");
        }
        const parts = { kind: "job", timeline: userTimeline } as const;
        k.local.request = requestCreate(k, parts, k.self);
      },
      "3",
    ),
    step(
      "await the fences of the object",
      (k) => {
        const request = k.got("request");
        for (const fence of dmaResvFences(k, objectResv(k, k.local.object), "READ")) {
          if (k.at(fence).context !== userTimeline) swFenceAwait(k, request, fence);
        }
      },
      "4",
    ),
    follows(
      "make the vma active",
      (k) => k.call(moveToActive, { vma: k.got("vma"), request: k.got("request") }),
      "4",
    ),
    step(
      "submit the request",
      (k) => {
        const request = k.got("request");
        k.local.status = k.resultOf(moveToActive);
        if (k.local.status !== 0) k.at(request).chain.error = k.local.status;
        return k.call(requestAdd, { request });
      },
      "5",
    ),
    follows("put the request", (k) => requestPut(k, k.got("request"), k.self), "5"),
    follows(
      "unlock the object",
      (k) => {
        dmaResvUnlock(k, objectResv(k, k.local.object));
        return k.ret(k.local.status ?? 0);
      },
      "5",
    ),
  ],
);
