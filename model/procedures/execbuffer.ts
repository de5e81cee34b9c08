/**
 * Executing a job on an object (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_execbuffer.c),
 * simplified to objects that the job writes, most often one. Left out: relocation, and several
 * batches.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import { activeAddFence, activeNeedsSlot, activeOf } from "../cells/active.ts";
import { gtPmGet, gtsOfExecution, hasGts, vmaRemoveClosed } from "../cells/gt.ts";
import { tracksContent } from "../cells/content.ts";
import { hasPages } from "../cells/layout.ts";
import { trackInRegister } from "../cells/ggtt.ts";
import { objectResv } from "../cells/object.ts";
import {
  dmaResvAddFence,
  dmaResvLock,
  dmaResvReserve,
  dmaResvUnlock,
  reserveNeedsMemory,
} from "../cells/reservation.ts";
import {
  requestAwait,
  requestCreate,
  requestFenceOf,
  requestPut,
  userTimeline,
} from "../cells/request.ts";
import { wwHoldsOthers, wwLockContended, wwUnlockAll } from "../cells/ww.ts";
import { isError, type Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { activeAcquire, activeRelease } from "./active.ts";
import { gtPmPut } from "./gt-park.ts";
import {
  awaitObject,
  ebValidateOther,
  lookUpOthers,
  noteImages,
  putOthers,
  resvsOf,
  stageCapture,
  vmaIn,
} from "./execbuffer-others.ts";
import { requestAdd } from "./request.ts";
import { ebReserve } from "./exec-reserve.ts";
import { vmaInstance } from "./vma-instance.ts";

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
        if (excl !== null) requestAwait(k, k.local.request, excl);
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
        const isNew = activeNeedsSlot(k, vma, userTimeline);
        k.local.status = isNew && k.fails("-ENOMEM", "nowait") ? "-ENOMEM" : 0;
        if (k.local.status !== 0) return;
        activeAddFence(k, vma, userTimeline, requestFenceOf(request));
        const { resource } = k.at(vma);
        if (resource !== null) k.at(request).uses.push(resource);
        if (tracksContent(k.state) || hasPages(k)) k.at(request).writes.push(k.at(vma).object);
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
  /** Under which the context looks the vma up. */
  handle: number;
  /** The page that the user wants the vma at. */
  at?: number;
  /** The GT of the engine; left out: the primary one. */
  gt?: number;
  /** The GTs that it keeps awake. */
  gts?: Ref<"gts">[];
  /** The handles of the objects besides that of the batch. */
  also?: number[];
  /** Whether an error capture is to save all of them. */
  captured?: boolean;
  others?: Ref<"objects">[];
  /** The ones among them that are still to be validated, or made active. */
  left?: Ref<"objects">[];
  vma?: Ref<"vmas">;
  request?: Ref<"requests">;
  status?: Status;
}

/** All objects of an execution, that of the batch first. */
const objectsOf = ({ object, others = [] }: ExecLocal): Ref<"objects">[] => [object, ...others];

export const execbuffer: Procedure<ExecLocal, Status> = procedure(
  "i915_gem_do_execbuffer",
  "driver.md 6.10; i915_gem_execbuffer.c",
  [
    follows(
      "look up the other objects",
      (k) => {
        const { also } = k.local;
        if (also === undefined) return;
        const others = lookUpOthers(k, also);
        if (others === undefined) return k.ret("-ENOENT");
        k.local.others = others;
        k.local.left = others.slice();
        delete k.local.also;
      },
      "0",
    ),
    step(
      "keep the GTs awake",
      (k) => {
        if (!hasGts(k)) return k.goto("look up the vma");
        const [next, ...rest] = k.local.gts ?? gtsOfExecution(k.local.gt ?? 0);
        if (next === undefined) {
          delete k.local.gts;
          return k.goto("look up the vma");
        }
        gtPmGet(k, next, k.self);
        k.local.gts = rest;
        return k.goto("keep the GTs awake");
      },
      "0",
    ),
    follows(
      "look up the vma",
      (k) => k.call(vmaInstance, { object: k.local.object, vm: k.local.vm }),
      "0",
    ),
    follows(
      "was it found?",
      (k) => {
        const vma = k.resultOf(vmaInstance);
        if (isError(vma)) {
          k.local.status = vma;
          return k.goto("let the GTs sleep");
        }
        k.local.vma = vma;
        if (!hasGts(k)) return k.goto("lock the object");
      },
      "0",
    ),
    step(
      "open the vma",
      (k) => {
        const { object, handle } = k.local;
        // Whoever closes the handle from now on finds the vma open by it.
        if (k.state.handles[handle] !== object) {
          k.local.status = "-ENOENT";
          return k.goto("let the GTs sleep");
        }
        const { openBy } = k.at(k.got("vma"));
        if (openBy.includes(handle)) return;
        if (openBy.length === 0) vmaRemoveClosed(k, k.got("vma"));
        openBy.push(handle);
        openBy.sort((left, right) => left - right);
      },
      "0",
    ),
    step(
      "lock the object",
      (k) => {
        const resvs = resvsOf(k, objectsOf(k.local));
        if (resvs.some((resv) => k.at(resv).lock !== null)) {
          // It holds what it backed off for, and must not wait for anything else with it.
          if (wwHoldsOthers(k)) return k.goto("unlock what stood in the way");
          if (k.interrupted()) {
            k.local.status = "-EINTR";
            return k.goto("let the GTs sleep");
          }
        }
        for (const resv of resvs) dmaResvLock(k, resv);
        k.local.status = 0;
        return k.goto("validate the vma");
      },
      "1",
    ),
    follows(
      "unlock what stood in the way",
      (k) => {
        wwUnlockAll(k);
        return k.goto("lock the object");
      },
      "1",
    ),
    follows(
      "validate the vma",
      (k) => {
        const { at } = k.local;
        const vma = k.got("vma");
        return k.call(ebReserve, at === undefined ? { vma } : { vma, at });
      },
      "2",
    ),
    follows(
      "did others back off, or this one?",
      (k) => {
        k.local.status = k.resultOf(ebReserve);
        if (k.local.status === 0) return k.goto("reserve a fence slot");
        if (k.local.status !== "-EDEADLK") return k.goto("unlock the object");
      },
      "1",
    ),
    follows(
      "unlock everything",
      (k) => {
        for (const resv of resvsOf(k, objectsOf(k.local))) dmaResvUnlock(k, resv);
        wwUnlockAll(k);
        if (k.local.others !== undefined) k.local.left = k.local.others.slice();
      },
      "1",
    ),
    step(
      "wait for the contended object alone",
      (k) => {
        wwLockContended(k);
        return k.goto("lock the object");
      },
      "1",
    ),
    step(
      "reserve a fence slot",
      (k) => {
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
      "validate the next of the others",
      (k) => {
        const [object, ...left] = k.local.left ?? [];
        if (object === undefined) return k.goto("build the request");
        k.local.left = left;
        return k.call(ebValidateOther, { object, vm: k.local.vm });
      },
      "2",
    ),
    follows(
      "did that work?",
      (k) => {
        k.local.status = k.resultOf(ebValidateOther);
        if (k.local.status === "-EDEADLK") return k.goto("unlock everything");
        if (k.local.status !== 0) return k.goto("unlock the object");
        return k.goto("validate the next of the others");
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
        const { vm } = k.local;
        const gt = ref("gts", k.local.gt ?? 0);
        const parts = { kind: "job", timeline: userTimeline, vm, gt } as const;
        k.local.request = requestCreate(k, parts, k.self);
        noteImages(k, k.local.request, vm);
      },
      "3",
    ),
    follows(
      "take references on what is to be captured",
      (k) => {
        if (k.local.captured !== true) return;
        const { vm } = k.local;
        const vmas = objectsOf(k.local).flatMap((object) => vmaIn(k, object, vm) ?? []);
        stageCapture(k, k.got("request"), vmas);
        if (k.local.others !== undefined) k.local.left = k.local.others.slice();
      },
      "3",
    ),
    step(
      "await the fences of the object",
      (k) => awaitObject(k, k.got("request"), k.local.object),
      "4",
    ),
    follows(
      "make the vma active",
      (k) => k.call(moveToActive, { vma: k.got("vma"), request: k.got("request") }),
      "4",
    ),
    follows(
      "await the fences of the next of the others",
      (k) => {
        k.local.status = k.resultOf(moveToActive);
        const [object, ...left] = k.local.left ?? [];
        if (k.local.status !== 0 || object === undefined) return k.goto("submit the request");
        k.local.left = left;
        const vma = vmaIn(k, object, k.local.vm);
        if (vma === undefined) return k.fault("null-pointer", object, "has lost its vma");
        k.local.vma = vma;
        awaitObject(k, k.got("request"), object);
        return k.goto("make the vma active");
      },
      "4",
    ),
    step(
      "submit the request",
      (k) => {
        const request = k.got("request");
        const { status = 0 } = k.local;
        if (status !== 0) k.at(request).chain.error = status;
        return k.call(requestAdd, { request });
      },
      "5",
    ),
    follows("put the request", (k) => requestPut(k, k.got("request"), k.self), "5"),
    follows(
      "unlock the object",
      (k) => {
        for (const resv of resvsOf(k, objectsOf(k.local))) dmaResvUnlock(k, resv);
        if (wwHoldsOthers(k)) wwUnlockAll(k);
      },
      "5",
    ),
    follows(
      "let the GTs sleep",
      (k) => {
        const [next, ...rest] = k.local.gts ?? gtsOfExecution(k.local.gt ?? 0);
        if (!hasGts(k) || next === undefined) return;
        k.local.gts = rest;
        return k.call(gtPmPut, { gt: next, holder: k.self }, "let the GTs sleep");
      },
      "5",
    ),
    follows(
      "put the other objects",
      (k) => {
        putOthers(k, k.local.others ?? []);
        return k.ret(k.local.status ?? 0);
      },
      "5",
    ),
  ],
);
