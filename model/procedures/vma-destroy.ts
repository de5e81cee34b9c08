/**
 * The end of a vma (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c). It has no reference count: it is
 * destroyed with its object, which need not be locked and is dying, or with its VM, which holds
 * vm->mutex and a reference on the object. Left out: the tree of views.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeOf } from "../cells/active.ts";
import { vmaRemoveClosed } from "../cells/gt.ts";
import { lock, unlock } from "../cells/lock.ts";
import { moveInVm, vmResvPut } from "../cells/vm.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { vmaUnbindLocked } from "./vma-unbind.ts";

/**
 * Takes the vma off its object's list, under obj->vma.lock, and frees it. A VM that was released
 * before has waited for this. Kernel: release_references().
 */
function releaseReferences(k: Machine, vma: Ref<"vmas">, vmDdestroy: boolean): void {
  if (k.at(activeOf(vma)).count > 0) {
    k.fault("kernel-assertion", vma, "is freed while it is active");
  }
  const { object: objectRef, vm, resource } = k.at(vma);
  const object = k.at(objectRef);
  object.vmas = object.vmas.filter((each) => each !== vma);
  if (vmDdestroy) vmResvPut(k, vm, vma);
  if (resource !== null) k.fault("kernel-assertion", vma, "is freed with a resource");
  vmaRemoveClosed(k, vma);
  k.free(activeOf(vma));
  k.free(vma);
}

/** Unbinds a vma whatever it takes, and frees it. vm->mutex is held, and the object referenced. */
export const vmaDestroyLocked: Procedure<{ vma: Ref<"vmas"> }, 0> = procedure(
  "i915_vma_destroy_locked",
  "driver.md 7.2; i915_vma.c",
  [
    follows(
      "force the unbind",
      (k) => {
        k.at(k.local.vma).pins = [];
        return k.call(vmaUnbindLocked, { vma: k.local.vma });
      },
      "1",
    ),
    follows(
      "leave the VM",
      (k) => {
        if (k.resultOf(vmaUnbindLocked) !== 0) {
          k.fault("kernel-assertion", k.local.vma, "is destroyed though its unbind failed");
        }
        const vma = k.at(k.local.vma);
        moveInVm(k, [vma.vm, k.local.vma], null);
        vma.hasLeftVm = true;
      },
      "1",
    ),
    step(
      "leave the object, and free the vma",
      (k) => releaseReferences(k, k.local.vma, false),
      "2",
    ),
  ],
);

export interface DestroyLocal {
  vma: Ref<"vmas">;
  vmDdestroy?: boolean;
}

/** The same for an object that is dying. The VM may be released at the same time, or have been. */
export const vmaDestroy: Procedure<DestroyLocal, 0> = procedure(
  "i915_vma_destroy",
  "driver.md 7.2; i915_vma.c",
  [
    step(
      "lock vm->mutex",
      (k) => {
        const { vm } = k.at(k.local.vma);
        lock(k, vm, k.at(vm));
      },
      "1",
    ),
    follows(
      "force the unbind",
      (k) => {
        k.at(k.local.vma).pins = [];
        return k.call(vmaUnbindLocked, { vma: k.local.vma });
      },
      "1",
    ),
    follows(
      "leave the VM",
      (k) => {
        if (k.resultOf(vmaUnbindLocked) !== 0) {
          k.fault("kernel-assertion", k.local.vma, "is destroyed though its unbind failed");
        }
        const vma = k.at(k.local.vma);
        moveInVm(k, [vma.vm, k.local.vma], null);
        k.local.vmDdestroy = vma.vmDdestroy;
        vma.vmDdestroy = false;
        vma.hasLeftVm = !k.local.vmDdestroy;
      },
      "1",
    ),
    // From here on the VM may be gone, unless it has been kept for this vma.
    follows(
      "unlock vm->mutex",
      (k) => {
        const { vm } = k.at(k.local.vma);
        unlock(k, vm, k.at(vm));
      },
      "1",
    ),
    step(
      "leave the object, and free the vma",
      (k) => releaseReferences(k, k.local.vma, k.got("vmDdestroy")),
      "2",
    ),
  ],
);
