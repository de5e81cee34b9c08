/**
 * Unbinding a vma without waiting for the GPU (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c;
 * "drm/i915: Use vma resources for async unbinding", Thomas Hellström, January 2022). The object
 * lock is held.
 */
import type { Ref } from "../../checker/refs.ts";
import { dmaFencePut, type UnbindFenceRef } from "../cells/fence.ts";
import { lock, unlock } from "../cells/lock.ts";
import { removeNode } from "../cells/nodes.ts";
import { objectResv } from "../cells/object.ts";
import { dmaResvAddFence, dmaResvReserve, reserveNeedsMemory } from "../cells/reservation.ts";
import { isError, type Errno, type Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { swFenceAwaitActive } from "./active.ts";
import { sleepAfterUnbind, vmaEvict, wakeForUnbind } from "./vma-unbind.ts";

/**
 * The part under vm->mutex. Yields the unbind fence, nothing if there was nothing to do, or an
 * error.
 */
export const vmaUnbindAsyncLocked: Procedure<{ vma: Ref<"vmas"> }, UnbindFenceRef | null | Errno> =
  procedure("__i915_vma_unbind_async", "driver.md 6.7; i915_vma.c", [
    follows(
      "do the pages still match?",
      (k) => {
        const { node, pins, object, resource } = k.at(k.local.vma);
        if (node === null) return k.ret(null);
        if (pins.length > 0) return k.ret("-EAGAIN");
        if (resource === null) return k.fault("null-pointer", k.local.vma, "has no resource");
        if (k.at(object).rsgt !== k.at(resource).pages) return k.ret("-EAGAIN");
      },
      "U4",
    ),
    follows(
      "await whatever the vma is active with",
      (k) => {
        const { resource } = k.at(k.local.vma);
        if (resource === null) return k.fault("null-pointer", k.local.vma, "has no resource");
        return k.call(swFenceAwaitActive, { chain: resource, vma: k.local.vma });
      },
      "U5",
    ),
    follows(
      "evict",
      (k) => {
        if (k.resultOf(swFenceAwaitActive) !== 0) return k.ret("-EBUSY");
        return k.call(vmaEvict, { vma: k.local.vma, async: true });
      },
      "U6",
    ),
    follows(
      "remove the node",
      (k) => {
        const fence = k.resultOf(vmaEvict);
        removeNode(k, k.local.vma);
        return k.ret(fence);
      },
      "U6",
    ),
  ]);

interface UnbindAsyncLocal {
  vma: Ref<"vmas">;
  /** Rather give up than wait for vm->mutex. */
  trylock?: boolean;
  /** One was taken, since the GGTT will be written. */
  wakeref?: boolean;
  fence?: UnbindFenceRef;
}

export const vmaUnbindAsync: Procedure<UnbindAsyncLocal, Status> = procedure(
  "i915_vma_unbind_async",
  "driver.md 6.7; i915_vma.c",
  [
    step(
      "may it be unbound asynchronously?",
      (k) => {
        const { node, pins, object } = k.at(k.local.vma);
        if (node === null) return k.ret(0);
        if (pins.length > 0) return k.ret("-EAGAIN");
        if (k.at(object).rsgt === null) return k.ret("-EBUSY");
      },
      "U0",
    ),
    step(
      "reserve two fence slots",
      (k) => {
        // One for the unbind fence; the other stays for the move around it.
        const resv = objectResv(k, k.at(k.local.vma).object);
        if (reserveNeedsMemory(k, resv, 2) && k.fails("-ENOMEM")) return k.ret("-EBUSY");
        dmaResvReserve(k, resv, 2);
      },
      "U1",
    ),
    follows("wake the device for the GGTT", (k) => wakeForUnbind(k, k.local), "U2"),
    step(
      "lock vm->mutex",
      (k) => {
        const { vm } = k.at(k.local.vma);
        if (k.local.trylock === true) {
          if (k.at(vm).lock !== null || k.fails("-EBUSY", "trylock")) {
            sleepAfterUnbind(k, k.local);
            return k.ret("-EBUSY");
          }
        } else if (k.at(vm).lock !== null && k.interrupted()) {
          sleepAfterUnbind(k, k.local);
          return k.ret("-EINTR");
        }
        lock(k, vm, k.at(vm));
      },
      "U3",
    ),
    follows("unbind", (k) => k.call(vmaUnbindAsyncLocked, { vma: k.local.vma }), "U4"),
    follows(
      "unlock vm->mutex",
      (k) => {
        const { vm } = k.at(k.local.vma);
        const fence = k.resultOf(vmaUnbindAsyncLocked);
        unlock(k, vm, k.at(vm));
        if (isError(fence) || fence === null) {
          sleepAfterUnbind(k, k.local);
          return k.ret(fence ?? 0);
        }
        k.local.fence = fence;
      },
      "U7",
    ),
    step(
      "add the unbind fence to the object",
      (k) => {
        const resv = objectResv(k, k.at(k.local.vma).object);
        dmaResvAddFence(k, resv, k.got("fence"), "READ");
      },
      "U7",
    ),
    follows(
      "put the unbind fence",
      (k) => {
        dmaFencePut(k, k.got("fence"), k.self);
        sleepAfterUnbind(k, k.local);
        return k.ret(0);
      },
      "U7",
    ),
  ],
);
