/**
 * Unbinding a vma (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c): the part common to both ways, and
 * the synchronous way. Left out: the kernel's own mapping of a vma (iounmap), which only a pin
 * keeps.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeIsIdle } from "../cells/active.ts";
import { GLOBAL_BIND, hasBits } from "../cells/bind-bits.ts";
import { rpmGet, rpmPut } from "../cells/runtime-pm.ts";
import { dmaFenceIsSignalled, dmaFencePut, type UnbindFenceRef } from "../cells/fence.ts";
import { registerIsIdle, revokeFence } from "../cells/ggtt.ts";
import { krefMove } from "../cells/holders.ts";
import { lock, unlock } from "../cells/lock.ts";
import { removeNode } from "../cells/nodes.ts";
import { tlbRecord, tracksTlb } from "../cells/tlb.ts";
import { moveInVm } from "../cells/vm.ts";
import { vmaUnbindPages } from "../cells/vma.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { revokeMmap } from "./revoke-mmap.ts";
import { vmaResourceUnbind } from "./unbind-work.ts";

export interface EvictLocal {
  vma: Ref<"vmas">;
  async: boolean;
  fence?: UnbindFenceRef;
}

/**
 * Schedules the unbind and lets go of the pages. Yields the fence, with a reference, if `async`.
 */
export const vmaEvict: Procedure<EvictLocal, UnbindFenceRef | null> = procedure(
  "__i915_vma_evict",
  "driver.md 6.8; i915_vma.c",
  [
    follows(
      "may the CPU reach it?",
      (k) => {
        const { ggtt } = k.at(k.local.vma);
        if (ggtt === undefined) return k.goto("decide whether entries need rewriting");
        if (ggtt.userfault) return k.call(revokeMmap, { vma: k.local.vma });
      },
      "1",
    ),
    step(
      "wait for the fence register",
      (k) => {
        const register = k.at(k.local.vma).ggtt?.fence ?? null;
        if (register === null || registerIsIdle(k, register)) return;
        // An interrupted wait is not noticed.
        if (!k.interrupted()) return k.wait();
      },
      "1",
    ),
    follows("release the fence register", (k) => revokeFence(k, k.local.vma), "1"),
    step(
      "decide whether entries need rewriting",
      (k) => {
        const { vm, pins, resource, bound } = k.at(k.local.vma);
        if (pins.length > 0) k.fault("kernel-assertion", k.local.vma, "is evicted while pinned");
        if (resource === null) {
          return k.fault("null-pointer", k.local.vma, "is evicted without a resource");
        }
        const isDead = k.at(vm).refs.length === 0;
        k.at(resource).needsWakeref = hasBits(bound, GLOBAL_BIND) && !isDead;
        k.at(resource).skipPteRewrite = isDead;
      },
      "3",
    ),
    step(
      "schedule the unbind",
      (k) => {
        const { resource, object } = k.at(k.local.vma);
        if (resource === null) return k.fault("null-pointer", k.local.vma, "has no resource");
        const tlb = k.local.async && tracksTlb(k) ? object : null;
        return k.call(vmaResourceUnbind, { resource, tlb });
      },
      "4",
    ),
    follows(
      "detach the resource from the vma",
      (k) => {
        const vma = k.at(k.local.vma);
        const fence = k.resultOf(vmaResourceUnbind);
        krefMove(k, fence, k.at(fence), [k.local.vma, k.self]);
        k.local.fence = fence;
        vma.resource = null;
        vma.bound = 0;
        moveInVm(k, [vma.vm, k.local.vma], "unboundList");
        if (k.local.async) return k.goto("let go of the pages");
      },
      "5",
    ),
    step(
      "wait for the unbind fence",
      (k) => {
        if (!dmaFenceIsSignalled(k, k.got("fence"))) return k.wait();
      },
      "6",
    ),
    follows(
      "put the unbind fence",
      (k) => {
        dmaFencePut(k, k.got("fence"), k.self);
        delete k.local.fence;
      },
      "6",
    ),
    follows(
      "note that the TLBs have to be invalidated",
      (k) => tlbRecord(k, k.at(k.local.vma).object),
      "6",
    ),
    follows("let go of the pages", (k) => vmaUnbindPages(k, k.local.vma), "7"),
    follows("return the unbind fence", (k) => k.ret(k.local.fence ?? null)),
  ],
);

/** The part under vm->mutex. Waits for the GPU there, for whoever made the vma active meanwhile. */
export const vmaUnbindLocked: Procedure<{ vma: Ref<"vmas"> }, Status> = procedure(
  "__i915_vma_unbind",
  "driver.md 6.6; i915_vma.c",
  [
    step(
      "is there anything to unbind?",
      (k) => {
        const { node, pins } = k.at(k.local.vma);
        if (node === null) return k.ret(0);
        if (pins.length > 0) return k.ret("-EAGAIN");
      },
      "6",
    ),
    step(
      "wait until the vma is idle",
      (k) => {
        if (activeIsIdle(k, k.local.vma)) return;
        return k.interrupted() ? k.ret("-EINTR") : k.wait();
      },
      "6",
    ),
    follows("evict it", (k) => k.call(vmaEvict, { vma: k.local.vma, async: false }), "6"),
    follows(
      "remove the node",
      (k) => {
        removeNode(k, k.local.vma);
        return k.ret(0);
      },
      "6",
    ),
  ],
);

/** Takes a wakeref if the GGTT will be written: before vm->mutex, since that may allocate. */
export function wakeForUnbind(k: Machine, local: { vma: Ref<"vmas">; wakeref?: boolean }): void {
  if (!hasBits(k.at(local.vma).bound, GLOBAL_BIND)) return;
  rpmGet(k, `${k.self}.unbind`);
  local.wakeref = true;
}

/** Puts the wakeref again, if one was taken. */
export function sleepAfterUnbind(k: Machine, local: { wakeref?: boolean }): void {
  if (local.wakeref === true) rpmPut(k, `${k.self}.unbind`);
}

/** Unbinds and waits for it. */
export const vmaUnbind: Procedure<{ vma: Ref<"vmas">; wakeref?: boolean }, Status> = procedure(
  "i915_vma_unbind",
  "driver.md 6.6; i915_vma.c",
  [
    step(
      "wait until the vma is idle, before the mutex",
      (k) => {
        if (activeIsIdle(k, k.local.vma)) return;
        return k.interrupted() ? k.ret("-EINTR") : k.wait();
      },
      "1",
    ),
    step(
      "is there anything to unbind?",
      (k) => {
        const { node, pins } = k.at(k.local.vma);
        if (node === null) return k.ret(0);
        if (pins.length > 0) return k.ret("-EAGAIN");
      },
      "2",
    ),
    follows("wake the device for the GGTT", (k) => wakeForUnbind(k, k.local), "4"),
    step(
      "lock vm->mutex",
      (k) => {
        const { vm } = k.at(k.local.vma);
        if (k.at(vm).lock !== null && k.interrupted()) {
          sleepAfterUnbind(k, k.local);
          return k.ret("-EINTR");
        }
        lock(k, vm, k.at(vm));
      },
      "5",
    ),
    follows("unbind", (k) => k.call(vmaUnbindLocked, { vma: k.local.vma }), "6"),
    follows(
      "unlock vm->mutex",
      (k) => {
        const { vm } = k.at(k.local.vma);
        const status = k.resultOf(vmaUnbindLocked);
        unlock(k, vm, k.at(vm));
        sleepAfterUnbind(k, k.local);
        return k.ret(status);
      },
      "7",
    ),
  ],
);
