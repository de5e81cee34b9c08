/**
 * Pinning a vma (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c): for execution with PIN_VALIDATE, so
 * that the object lock is all that keeps it bound, or for good, with a pin count. Left out: the
 * VM's own page-table objects (K3), and pin overflow.
 */
import type { Ref } from "../../checker/refs.ts";
import { hasBits, LOCAL_BIND, shareBits, type BindBits } from "../cells/bind-bits.ts";
import { rpmGet, rpmPut } from "../cells/runtime-pm.ts";
import { dmaFenceGet, dmaFenceIsSignalled, dmaFenceInit, dmaFencePut } from "../cells/fence.ts";
import type { FenceRef } from "../cells/fence.ts";
import { asyncBitsOf } from "../cells/ggtt.ts";
import { vmaIsClosed } from "../cells/gt.ts";
import type { Holder } from "../cells/holders.ts";
import { lock, unlock } from "../cells/lock.ts";
import { freePage, insertNode, removeNode, vmasInTheWay } from "../cells/nodes.ts";
import { objectResv } from "../cells/object.ts";
import { dmaResvFences } from "../cells/reservation.ts";
import { swFence, swFenceAwait } from "../cells/sw-fence.ts";
import { moveInVm } from "../cells/vm.ts";
import { pinVma, vmaPutPages } from "../cells/vma.ts";
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

export interface PinLocal {
  vma: Ref<"vmas">;
  /** The page that the user wants it at: PIN_OFFSET_FIXED. Left out: anywhere. */
  at?: number;
  /** Which bindings to make, PIN_USER or PIN_GLOBAL. Left out: LOCAL. */
  bits?: BindBits;
  /** Who pins it. Left out: nobody, with PIN_VALIDATE. */
  pinnedBy?: Holder;
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
    bits: 0,
  });
  dmaFenceInit(k, bindFenceOf(work), work);
  k.at(bindFenceOf(work)).error = "-EAGAIN";
  return work;
}

/** Pins what is bound already, unless it is only to be bound; false: bits are missing. */
function takesPin(k: Machine, { vma, bits = LOCAL_BIND, pinnedBy }: PinLocal): boolean {
  if (!hasBits(k.at(vma).bound, bits)) return false;
  if (pinnedBy !== undefined) pinVma(k, vma, pinnedBy);
  return true;
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
    follows("is it bound already?", (k) => (takesPin(k, k.local) ? k.ret(0) : undefined), "K0"),
    follows("get the pages", (k) => k.call(vmaGetPages, { vma: k.local.vma }), "K1"),
    follows(
      "are there pages?",
      (k) => {
        const status = k.resultOf(vmaGetPages);
        if (status !== 0) return k.ret(status);
      },
      "K1",
    ),
    follows("wake the device", (k) => rpmGet(k, `${k.self}.pin`), "K2"),
    follows(
      "allocate the bind work",
      (k) => {
        k.local.status = 0;
        k.local.work = null;
        k.local.moving = [];
        const asyncBits = asyncBitsOf(k.at(k.at(k.local.vma).vm));
        if (!shareBits(k.local.bits ?? LOCAL_BIND, asyncBits)) {
          return k.goto("allocate the vma resource");
        }
        if (k.fails("-ENOMEM")) {
          k.local.status = "-ENOMEM";
          return k.goto("put the wakeref");
        }
        k.local.work = vmaWork(k);
      },
      "K4",
    ),
    step(
      "get the moving fence",
      (k) => {
        const moving = movingFences(k, k.local.vma);
        // They are collected in an array first, be it one or more.
        if (moving.length > 0 && k.fails("-ENOMEM")) {
          k.local.status = "-ENOMEM";
          return k.goto("put the wakeref");
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
        if (takesPin(k, k.local)) return k.goto("unlock vm->mutex");
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
        if (k.at(vma).bound) return k.goto("bind");
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
        const { vma, bits = LOCAL_BIND, work = null } = k.local;
        return k.call(vmaBind, { vma, bits, work, resource });
      },
      "K13",
    ),
    follows(
      "count the binding, or remove the node",
      (k) => {
        k.local.status = k.resultOf(vmaBind);
        const vma = k.at(k.local.vma);
        if (k.local.status !== 0) {
          if (vma.bound) return;
          moveInVm(k, [vma.vm, k.local.vma], "unboundList");
          removeNode(k, k.local.vma);
          return;
        }
        vma.pagesUsers++;
        vma.pagesBindings++;
        if (k.local.pinnedBy !== undefined) pinVma(k, k.local.vma, k.local.pinnedBy);
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
    follows("put the wakeref", (k) => rpmPut(k, `${k.self}.pin`), "K15"),
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
