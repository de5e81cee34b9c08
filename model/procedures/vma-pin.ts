/**
 * Pinning a vma for execution (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c, i915_vma_pin_ww() with
 * PIN_VALIDATE, so that the object lock is all that keeps it bound). Left out: the rpm wakeref
 * (K2), the VM's own page-table objects (K3), the closed list, and pin overflow.
 */
import type { Ref } from "../../checker/refs.ts";
import { dmaFenceGet, dmaFenceIsSignalled, dmaFenceInit, dmaFencePut } from "../cells/fence.ts";
import type { FenceRef } from "../cells/fence.ts";
import { vmaIsClosed } from "../cells/gt.ts";
import { lock, unlock } from "../cells/lock.ts";
import { freePage, insertNode, removeNode, vmasInTheWay } from "../cells/nodes.ts";
import { objectResv } from "../cells/object.ts";
import { dmaResvFences } from "../cells/reservation.ts";
import { swFence, swFenceAwait } from "../cells/sw-fence.ts";
import { moveInVm } from "../cells/vm.ts";
import { vmaPutPages } from "../cells/vma.ts";
import { blankVmaResource, vmaResourceFree } from "../cells/vma-resource.ts";
import { bindFenceOf } from "../cells/works.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { activeAcquire, activeRelease } from "./active.ts";
import { swFenceComplete } from "./sw-fence.ts";
import { evictSomething } from "./va-eviction.ts";
import { vmaBind } from "./vma-bind.ts";
import { vmaGetPages } from "./vma-pages.ts";

interface PinLocal {
  vma: Ref<"vmas">;
  /** The page that the user wants it at: PIN_OFFSET_FIXED. Left out: anywhere. */
  at?: number;
  work?: Ref<"bindWorks"> | null;
  resource?: Ref<"vmaResources"> | null;
  moving?: FenceRef[];
  status?: Status;
}

/** Allocates a bind work, disabled until a bind wants it. Kernel: i915_vma_work(). */
function vmaWork(k: Machine): Ref<"bindWorks"> {
  const work = k.alloc("bindWorks", {
    chain: swFence(),
    immediate: false,
    resource: null,
    object: null,
  });
  dmaFenceInit(k, bindFenceOf(work), work);
  k.at(bindFenceOf(work)).error = "-EAGAIN";
  return work;
}

/** The fences of unfinished moves. Kernel: i915_gem_object_get_moving_fence(). */
function movingFences(k: Machine, vma: Ref<"vmas">): FenceRef[] {
  const fences = dmaResvFences(k, objectResv(k, k.at(vma).object), "KERNEL");
  return fences.filter((fence) => !dmaFenceIsSignalled(k, fence));
}

export const vmaPin: Procedure<PinLocal, Status> = procedure(
  "i915_vma_pin_ww",
  "driver.md 6.2; i915_vma.c",
  [
    follows("is it bound already?", (k) => (k.at(k.local.vma).bound ? k.ret(0) : undefined), "K0"),
    follows("get the pages", (k) => k.call(vmaGetPages, { vma: k.local.vma }), "K1"),
    follows(
      "allocate the bind work",
      (k) => {
        const status = k.resultOf(vmaGetPages);
        if (status !== 0) return k.ret(status);
        k.local.status = 0;
        k.local.work = null;
        k.local.moving = [];
        if (!k.at(k.at(k.local.vma).vm).bindsAsync) return k.goto("allocate the vma resource");
        if (k.fails("-ENOMEM")) {
          k.local.status = "-ENOMEM";
          return k.goto("put the pages");
        }
        k.local.work = vmaWork(k);
      },
      "K4",
    ),
    step(
      "get the moving fence",
      (k) => {
        const moving = movingFences(k, k.local.vma);
        // Several are put together in a composite fence, which needs memory.
        if (moving.length > 1 && k.fails("-ENOMEM")) {
          k.local.status = "-ENOMEM";
          return k.goto("put the pages");
        }
        for (const fence of moving) dmaFenceGet(k, fence, k.self);
        k.local.moving = moving;
      },
      "K5",
    ),
    step(
      "await the moving fence",
      (k) => {
        for (const fence of k.got("moving")) swFenceAwait(k, k.got("work"), fence);
      },
      "K6",
    ),
    follows(
      "allocate the vma resource",
      (k) => {
        // The page-table stash (K7) fails alike, and is the work's own memory.
        if (k.fails("-ENOMEM")) {
          k.local.status = "-ENOMEM";
          return k.goto("commit the work");
        }
        k.local.resource = k.alloc("vmaResources", blankVmaResource());
      },
      "K8",
    ),
    step(
      "lock vm->mutex",
      (k) => {
        const { vm } = k.at(k.local.vma);
        if (k.at(vm).lock !== null && k.interrupted()) {
          k.local.status = "-EINTR";
          return k.goto("free the vma resource that was not used");
        }
        lock(k, vm, k.at(vm));
      },
      "K9",
    ),
    follows(
      "was it bound meanwhile?",
      (k) => {
        if (vmaIsClosed(k, k.local.vma)) {
          k.local.status = "-ENOENT";
          return k.goto("unlock vm->mutex");
        }
        if (k.at(k.local.vma).bound) return k.goto("unlock vm->mutex");
      },
      "K10",
    ),
    step("acquire the activity", (k) => k.call(activeAcquire, { vma: k.local.vma }), "K11"),
    follows(
      "insert the node",
      (k) => {
        const status = k.resultOf(activeAcquire);
        k.local.status = status;
        if (status !== 0) return k.goto("unlock vm->mutex");
        const { vma, at } = k.local;
        const page = at ?? freePage(k, vma);
        const isFree = page !== null && vmasInTheWay(k, vma, page)?.length === 0;
        if (!isFree) return k.call(evictSomething, { vma, page: at ?? null });
        insertNode(k, vma, page);
        moveInVm(k, [k.at(vma).vm, vma], "boundList");
        return k.goto("bind");
      },
      "K12",
    ),
    follows(
      "was there room to be made?",
      (k) => {
        k.local.status = k.resultOf(evictSomething);
        if (k.local.status !== 0) return k.goto("release the activity");
        const page = k.local.at ?? freePage(k, k.local.vma);
        if (page === null) return k.fault("kernel-assertion", k.local.vma, "finds no room made");
        insertNode(k, k.local.vma, page);
        moveInVm(k, [k.at(k.local.vma).vm, k.local.vma], "boundList");
      },
      "K12",
    ),
    follows(
      "bind",
      (k) => {
        const resource = k.got("resource");
        delete k.local.resource;
        return k.call(vmaBind, { vma: k.local.vma, work: k.local.work ?? null, resource });
      },
      "K13",
    ),
    follows(
      "count the binding, or remove the node",
      (k) => {
        k.local.status = k.resultOf(vmaBind);
        const vma = k.at(k.local.vma);
        if (k.local.status !== 0) {
          moveInVm(k, [vma.vm, k.local.vma], "unboundList");
          removeNode(k, k.local.vma);
          return;
        }
        vma.pagesUsers++;
        vma.pagesBindings++;
      },
      "K14",
    ),
    step("release the activity", (k) => k.call(activeRelease, { vma: k.local.vma }), "K15"),
    follows(
      "unlock vm->mutex",
      (k) => {
        const { vm } = k.at(k.local.vma);
        unlock(k, vm, k.at(vm));
      },
      "K15",
    ),
    follows(
      "free the vma resource that was not used",
      (k) => {
        vmaResourceFree(k, k.local.resource ?? null);
        delete k.local.resource;
      },
      "K15",
    ),
    step(
      "commit the work",
      (k) => {
        const work = k.local.work ?? null;
        if (work === null) return;
        k.at(work).immediate = k.at(work).chain.pending <= 1;
        return k.call(swFenceComplete, { chain: work });
      },
      "K15",
    ),
    follows(
      "put the moving fence",
      (k) => {
        for (const fence of k.got("moving")) dmaFencePut(k, fence, k.self);
      },
      "K15",
    ),
    follows(
      "put the pages",
      (k) => {
        vmaPutPages(k, k.local.vma, 1);
        return k.ret(k.local.status ?? 0);
      },
      "K15",
    ),
  ],
);
