/**
 * Users of the GGTT other than mappings: whoever pins an object there, and a relocation that adds a
 * GLOBAL bind to a vma which an execution has bound (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c,
 * gem/i915_gem_execbuffer.c). Left out: the eviction of the whole GGTT by a pin that finds no room.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeOf } from "../cells/active.ts";
import { GLOBAL_BIND, LOCAL_BIND, type BindBits } from "../cells/bind-bits.ts";
import { rpmGet, rpmPut } from "../cells/runtime-pm.ts";
import { dmaFenceIsSignalled } from "../cells/fence.ts";
import type { View } from "../cells/ggtt.ts";
import { lock, unlock } from "../cells/lock.ts";
import { objectResv } from "../cells/object.ts";
import { dmaResvLock, dmaResvUnlock } from "../cells/reservation.ts";
import { unpinVma } from "../cells/vma.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { viewOf } from "./ggtt-mmap.ts";
import { vmaBind } from "./vma-bind.ts";
import { vmaPin } from "./vma-pin.ts";

interface PinLocal {
  object: Ref<"objects">;
  view: View;
  bits: BindBits;
  vma?: Ref<"vmas">;
  status?: Status;
}

/** Pins a view of the object, waits until it is bound, and unpins it: it stays bound. */
export const ggttPin: Procedure<PinLocal, Status> = procedure(
  "i915_ggtt_pin",
  "driver.md 6.2; i915_vma.c",
  [
    step("lock the object", (k) => {
      const resv = objectResv(k, k.local.object);
      if (k.at(resv).lock !== null && k.interrupted()) return k.ret("-EINTR");
      dmaResvLock(k, resv);
    }),
    follows("pin the vma", (k) => {
      const { object, view, bits } = k.local;
      const vma = viewOf(k, object, view);
      k.local.vma = vma;
      return k.call(vmaPin, { vma, bits, pinnedBy: k.self });
    }),
    follows("is it pinned?", (k) => {
      k.local.status = k.resultOf(vmaPin);
      if (k.local.status !== 0) return k.goto("unlock the object");
    }),
    step("wait for the bind", (k) => {
      const { excl } = k.at(activeOf(k.got("vma")));
      if (excl === null || dmaFenceIsSignalled(k, excl)) return;
      if (!k.interrupted()) return k.wait();
      k.local.status = "-ERESTARTSYS";
      unpinVma(k, k.got("vma"), k.self);
    }),
    follows("unlock the object", (k) => {
      dmaResvUnlock(k, objectResv(k, k.local.object));
      const status = k.local.status ?? 0;
      if (status !== 0) return k.ret(status);
    }),
    step("unpin the vma", (k) => {
      unpinVma(k, k.got("vma"), k.self);
      return k.ret(0);
    }),
  ],
);

/** Pins a view of the object and unpins it at once: it is bound, or a work has yet to bind it. */
export const vmaPinUnlocked: Procedure<PinLocal, Status> = procedure(
  "i915_vma_pin",
  "driver.md 6.2; i915_vma.h",
  [
    step("lock the object", (k) => {
      const resv = objectResv(k, k.local.object);
      if (k.at(resv).lock !== null && k.interrupted()) return k.ret("-EINTR");
      dmaResvLock(k, resv);
    }),
    follows("pin the vma", (k) => {
      const { object, view, bits } = k.local;
      const vma = viewOf(k, object, view);
      k.local.vma = vma;
      return k.call(vmaPin, { vma, bits, pinnedBy: k.self });
    }),
    follows("unpin the vma", (k) => {
      if (k.resultOf(vmaPin) === 0) unpinVma(k, k.got("vma"), k.self);
      k.local.status = k.resultOf(vmaPin);
    }),
    follows("unlock the object", (k) => {
      dmaResvUnlock(k, objectResv(k, k.local.object));
      return k.ret(k.local.status ?? 0);
    }),
  ],
);

export interface RelocateLocal {
  object: Ref<"objects">;
  vma?: Ref<"vmas">;
  status?: Status;
}

/** The part of an execution that pins an object, and finds that a command needs it GLOBAL too. */
export const relocate: Procedure<RelocateLocal, Status> = procedure(
  "eb_relocate_entry",
  "driver.md 6.14; i915_gem_execbuffer.c",
  [
    // The execution holds a GT wakeref, which keeps the device awake.
    step("wake the device", (k) => rpmGet(k, `${k.self}.exec`)),
    step("lock the object", (k) => {
      const resv = objectResv(k, k.local.object);
      if (k.at(resv).lock !== null && k.interrupted()) {
        k.local.status = "-EINTR";
        return k.goto("put the wakeref");
      }
      dmaResvLock(k, resv);
    }),
    follows("pin the vma", (k) => {
      const vma = viewOf(k, k.local.object, "normal");
      k.local.vma = vma;
      return k.call(vmaPin, { vma, bits: LOCAL_BIND });
    }),
    follows("is it bound?", (k) => {
      k.local.status = k.resultOf(vmaPin);
      if (k.local.status !== 0) return k.goto("unlock the object");
    }),
    step("lock vm->mutex", (k) => {
      const { vm } = k.at(k.got("vma"));
      lock(k, vm, k.at(vm));
    }),
    follows("bind with more bits", (k) =>
      k.call(vmaBind, { vma: k.got("vma"), bits: GLOBAL_BIND, work: null, resource: null }),
    ),
    follows("did it bind?", (k) => {
      k.local.status = k.resultOf(vmaBind);
    }),
    follows("unlock vm->mutex", (k) => {
      const { vm } = k.at(k.got("vma"));
      unlock(k, vm, k.at(vm));
    }),
    follows("unlock the object", (k) => dmaResvUnlock(k, objectResv(k, k.local.object))),
    follows("put the wakeref", (k) => {
      rpmPut(k, `${k.self}.exec`);
      return k.ret(k.local.status ?? 0);
    }),
  ],
);
