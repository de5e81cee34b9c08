/**
 * Mappings of the CPU through the GGTT (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_mman.c,
 * i915_vma.c). vm->mutex of the GGTT, or a device that is being suspended, keeps those apart who
 * count mappings. Left out: the reset lock, and the fall-back from the whole object to a part of
 * it: the operation says which view it gets.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeOf } from "../cells/active.ts";
import { GLOBAL_BIND } from "../cells/bind-bits.ts";
import { assertAwake, listUserfault, rpmGet, rpmPut, theRpm } from "../cells/runtime-pm.ts";
import { dmaFenceIsSignalled, type FenceRef } from "../cells/fence.ts";
import { pinFence, unpinFence, type View } from "../cells/ggtt.ts";
import { assertHeld, lock, unlock } from "../cells/lock.ts";
import { objectResv, unpinPages } from "../cells/object.ts";
import { dmaResvLock, dmaResvUnlock } from "../cells/reservation.ts";
import { unpinVma } from "../cells/vma.ts";
import { unmapListed } from "../cells/user-mapping.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { objectPinPages } from "./get-pages.ts";
import { ggttPart, revokeMmap } from "./revoke-mmap.ts";
import { vmaPin } from "./vma-pin.ts";

/** The vma of a view of an object. It exists from the start. Kernel: i915_vma_instance(). */
export function viewOf(k: Machine, object: Ref<"objects">, view: View): Ref<"vmas"> {
  const found = k.at(object).vmas.find((vma) => k.at(vma).ggtt?.view === view);
  return found ?? k.fault("null-pointer", object, `has no ${view} view`);
}

interface ReleaseLocal {
  object: Ref<"objects">;
  vm?: Ref<"vms">;
  left?: Ref<"vmas">[];
}

/** Revokes every mapping of an object. The object need not be locked. */
export const releaseMmap: Procedure<ReleaseLocal, 0> = procedure(
  "i915_gem_object_release_mmap_gtt",
  "driver.md 6.15; i915_gem_mman.c",
  [
    step("wake the device", (k) => {
      rpmGet(k, `${k.self}.release`);
      const vma = k.at(k.local.object).vmas.find((each) => k.at(each).ggtt !== undefined);
      if (vma === undefined) return k.goto("put the wakeref");
      k.local.vm = k.at(vma).vm;
    }),
    step("lock vm->mutex", (k) => lock(k, k.got("vm"), k.at(k.got("vm")))),
    follows("are there mappings?", (k) => {
      if (k.at(k.local.object).userfaultCount === 0) return k.goto("unlock vm->mutex");
      k.local.left = k.at(k.local.object).vmas.filter((vma) => k.at(vma).ggtt !== undefined);
    }),
    follows("revoke the next", (k) => {
      const [vma, ...rest] = k.got("left");
      if (vma === undefined) return;
      k.local.left = rest;
      return k.call(revokeMmap, { vma }, "revoke the next");
    }),
    follows("unlock vm->mutex", (k) => unlock(k, k.got("vm"), k.at(k.got("vm")))),
    follows("put the wakeref", (k) => rpmPut(k, `${k.self}.release`)),
  ],
);

interface SuspendLocal {
  left?: Ref<"vmas">[];
}

/**
 * Suspends the device once nobody needs it. Whoever wants to wake it waits until that is over, so
 * nobody else touches the mappings meanwhile.
 */
export const runtimeSuspend: Procedure<SuspendLocal, 0> = procedure(
  "intel_runtime_suspend",
  "driver.md 6.15; i915_driver.c",
  [
    step("begin once nobody needs the device", (k) => {
      const rpm = k.at(theRpm);
      if (rpm.power === "off") return k.ret(0);
      if (rpm.wakerefs.length > 0 || rpm.power === "suspending") return k.wait();
      rpm.power = "suspending";
      k.local.left = rpm.userfaults.flatMap((object) =>
        k.at(object).vmas.filter((vma) => k.at(vma).ggtt?.userfault === true),
      );
    }),
    follows("revoke the next mapping", (k) => {
      const [vma, ...rest] = k.got("left");
      if (vma === undefined) return;
      k.local.left = rest;
      return k.call(revokeMmap, { vma }, "revoke the next mapping");
    }),
    step("unmap what is mapped in local memory", (k) => unmapListed(k)),
    follows("let the device sleep", (k) => {
      k.at(theRpm).power = "off";
    }),
  ],
);

/** The callback of a request that relied on a fence register. */
export const fenceRegisterRetire: Procedure<{ data: Ref<"fenceRegisters">; fence: FenceRef }, 0> =
  procedure("fence_register_retire", "driver.md 3.5; i915_active.c", [
    step("forget the request", (k) => {
      const register = k.at(k.local.data);
      register.requests = register.requests.filter((each) => each !== k.local.fence);
    }),
  ]);

interface FaultLocal {
  object: Ref<"objects">;
  view: View;
  vma?: Ref<"vmas">;
  status?: Status;
}

/** The CPU touches a mapping that has no entries. */
export const vmFaultGtt: Procedure<FaultLocal, Status> = procedure(
  "vm_fault_gtt",
  "driver.md 6.15; i915_gem_mman.c",
  [
    step("wake the device", (k) => rpmGet(k, `${k.self}.fault`)),
    step("lock the object", (k) => {
      const resv = objectResv(k, k.local.object);
      if (k.at(resv).lock !== null && k.interrupted()) {
        k.local.status = "-EINTR";
        return k.goto("put the wakeref");
      }
      dmaResvLock(k, resv);
    }),
    follows("pin the pages", (k) =>
      k.call(objectPinPages, { object: k.local.object, holder: k.self }),
    ),
    follows("pin the vma", (k) => {
      k.local.status = k.resultOf(objectPinPages);
      if (k.local.status !== 0) return k.goto("unlock the object");
      const vma = viewOf(k, k.local.object, k.local.view);
      k.local.vma = vma;
      return k.call(vmaPin, { vma, bits: GLOBAL_BIND, pinnedBy: k.self });
    }),
    follows("is it pinned?", (k) => {
      k.local.status = k.resultOf(vmaPin);
      if (k.local.status !== 0) return k.goto("unpin the pages");
    }),
    step("wait for the bind", (k) => {
      const { excl } = k.at(activeOf(k.got("vma")));
      if (excl === null || dmaFenceIsSignalled(k, excl)) return;
      if (!k.interrupted()) return k.wait();
      k.local.status = "-ERESTARTSYS";
      return k.goto("unpin the vma");
    }),
    step("pin a fence register", (k) => {
      // What is not tiled needs none.
      if (!k.has("fenceRegisters")) return;
      const { vm } = k.at(k.got("vma"));
      // vm->mutex is held for this, and dropped again.
      if (k.at(vm).lock !== null) {
        if (!k.interrupted()) return k.wait();
        k.local.status = "-EINTR";
        return k.goto("unpin the vma");
      }
      pinFence(k, k.got("vma"), k.self);
    }),
    step("insert the entries of the CPU", (k) => {
      if (k.fails("-ENOMEM")) {
        k.local.status = "-ENOMEM";
        return k.goto("unpin the fence register");
      }
      assertAwake(k, k.got("vma"));
      ggttPart(k, k.got("vma")).mapped = true;
    }),
    step("lock vm->mutex", (k) => {
      const { vm } = k.at(k.got("vma"));
      lock(k, vm, k.at(vm));
    }),
    follows("count one mapping more", (k) => {
      const { vm } = k.at(k.got("vma"));
      assertHeld(k, vm, k.at(vm));
      const ggtt = ggttPart(k, k.got("vma"));
      if (ggtt.userfault) return;
      ggtt.userfault = true;
      const object = k.at(k.local.object);
      object.userfaultCount++;
      if (object.userfaultCount === 1) listUserfault(k, k.local.object);
    }),
    follows("unlock vm->mutex", (k) => {
      const { vm } = k.at(k.got("vma"));
      unlock(k, vm, k.at(vm));
    }),
    follows("unpin the fence register", (k) => unpinFence(k, k.got("vma"), k.self)),
    follows("unpin the vma", (k) => unpinVma(k, k.got("vma"), k.self)),
    follows("unpin the pages", (k) => unpinPages(k, k.local.object, k.self)),
    follows("unlock the object", (k) => dmaResvUnlock(k, objectResv(k, k.local.object))),
    follows("put the wakeref", (k) => {
      rpmPut(k, `${k.self}.fault`);
      return k.ret(k.local.status ?? 0);
    }),
  ],
);
