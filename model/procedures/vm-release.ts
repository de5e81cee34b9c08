/**
 * The end of an address space (Linux 6.x, drivers/gpu/drm/i915/gt/intel_gtt.c,
 * i915_vma_resource.c). It destroys its vmas without the locks of their objects. A vma whose object
 * is dying is left to the object, for which the struct is kept. Left out: the VM's own page-table
 * objects.
 */
import type { Ref } from "../../checker/refs.ts";
import { dmaFenceIsSignalled, dmaFencePut, type UnbindFenceRef } from "../cells/fence.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import { lock, unlock } from "../cells/lock.ts";
import { gemObjectPut } from "../cells/object.ts";
import { moveInVm, vmCleanup, vmResvGet, vmResvPut } from "../cells/vm.ts";
import { unbindFenceOf } from "../cells/vma-resource.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { vmaDestroyLocked } from "./vma-destroy.ts";
import { vmaUnbindLocked } from "./vma-unbind.ts";

export interface VmCloseLocal {
  vm: Ref<"vms">;
  vma?: Ref<"vmas">;
  object?: Ref<"objects">;
}

/** Destroys the vmas, or unbinds them at least. */
export const vmClose: Procedure<VmCloseLocal, 0> = procedure(
  "__i915_vm_close",
  "driver.md 7.1; intel_gtt.c",
  [
    step("lock vm->mutex", (k) => lock(k, k.local.vm, k.at(k.local.vm)), "1"),
    step(
      "take the next vma",
      (k) => {
        const { boundList, unboundList } = k.at(k.local.vm);
        const vma = boundList[0] ?? unboundList[0];
        if (vma === undefined) return k.goto("unlock vm->mutex");
        const { object } = k.at(vma);
        if (krefGetUnlessZero(k, k.at(object), k.self)) {
          k.local.object = object;
          return k.call(vmaDestroyLocked, { vma }, "put the object");
        }
        k.local.vma = vma;
        k.at(vma).pins = [];
        return k.call(vmaUnbindLocked, { vma });
      },
      "1",
    ),
    // The object may look at the vma meanwhile, but for vm->mutex.
    step(
      "leave the vma to its object",
      (k) => {
        const vma = k.got("vma");
        if (k.resultOf(vmaUnbindLocked) !== 0) {
          k.fault("kernel-assertion", vma, "is left to its object though its unbind failed");
        }
        moveInVm(k, [k.local.vm, vma], null);
        vmResvGet(k, k.local.vm, vma);
        k.at(vma).vmDdestroy = true;
        delete k.local.vma;
        return k.goto("take the next vma");
      },
      "1",
    ),
    follows(
      "put the object",
      (k) => {
        gemObjectPut(k, k.got("object"), k.self);
        delete k.local.object;
        return k.goto("take the next vma");
      },
      "1",
    ),
    follows("unlock vm->mutex", (k) => unlock(k, k.local.vm, k.at(k.local.vm)), "1"),
  ],
);

/** Waits until the tree of pending unbinds is empty. */
export const bindDepSyncAll: Procedure<{ vm: Ref<"vms">; fence?: UnbindFenceRef }, 0> = procedure(
  "i915_vma_resource_bind_dep_sync_all",
  "driver.md 6.4; i915_vma_resource.c",
  [
    step("lock vm->mutex", (k) => lock(k, k.local.vm, k.at(k.local.vm))),
    follows("get the fence of the first pending unbind, and unlock", (k) => {
      const vm = k.at(k.local.vm);
      const [first] = vm.pendingUnbind;
      unlock(k, k.local.vm, vm);
      if (first === undefined) return k.ret(0);
      const fence = unbindFenceOf(first);
      if (!krefGetUnlessZero(k, k.at(fence), k.self)) return k.goto("lock vm->mutex");
      k.local.fence = fence;
    }),
    step("wait for it", (k) => (dmaFenceIsSignalled(k, k.got("fence")) ? undefined : k.wait())),
    follows("put it, and look again", (k) => {
      dmaFencePut(k, k.got("fence"), k.self);
      delete k.local.fence;
      return k.goto("lock vm->mutex");
    }),
  ],
);

/** The work behind the last reference. */
export const vmRelease: Procedure<{ vm: Ref<"vms"> }, 0> = procedure(
  "__i915_vm_release",
  "driver.md 7.1; intel_gtt.c",
  [
    follows("destroy the vmas", (k) => k.call(vmClose, { vm: k.local.vm }), "1"),
    follows("wait for all unbinds", (k) => k.call(bindDepSyncAll, { vm: k.local.vm }), "2"),
    follows("free the page tables", (k) => vmCleanup(k, k.local.vm), "3"),
    step("put the struct", (k) => vmResvPut(k, k.local.vm, k.local.vm), "4"),
  ],
);
