/**
 * Looking a vma up, and creating it if there is none (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c).
 * The caller holds references on the object and the VM, and no lock: two may create the same vma at
 * once, and one of them finds that it is late. Left out: views, and with them the tree that is
 * searched.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeOf, idleActive } from "../cells/active.ts";
import { lock, unlock } from "../cells/lock.ts";
import { moveInVm } from "../cells/vm.ts";
import { unboundVma } from "../cells/vma.ts";
import type { OrError } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";

export interface InstanceLocal {
  object: Ref<"objects">;
  vm: Ref<"vms">;
  vma?: Ref<"vmas">;
  /** What somebody else has created meanwhile. */
  found?: Ref<"vmas">;
}

/** Searches the list of an object, under obj->vma.lock. Kernel: i915_vma_lookup(). */
function vmaLookup(k: Machine, { object, vm }: InstanceLocal): Ref<"vmas"> | undefined {
  return k.at(object).vmas.find((each) => k.at(each).vm === vm);
}

export const vmaInstance: Procedure<InstanceLocal, OrError<Ref<"vmas">>> = procedure(
  "i915_vma_instance",
  "driver.md 6.1; i915_vma.c",
  [
    follows("search the object's vmas", (k) => {
      const { vm } = k.local;
      if (k.at(vm).refs.length === 0) k.fault("kernel-assertion", vm, "is looked up while it dies");
      const vma = vmaLookup(k, k.local);
      if (vma !== undefined) return k.ret(vma);
    }),
    step("allocate the vma", (k) => {
      if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
      k.local.vma = k.alloc("vmas", unboundVma(k.local.object, k.local.vm));
      k.allocAt(activeOf(k.local.vma), idleActive());
    }),
    step("lock vm->mutex", (k) => {
      const { vm } = k.local;
      if (k.at(vm).lock !== null && k.interrupted()) {
        k.free(activeOf(k.got("vma")));
        k.free(k.got("vma"));
        return k.ret("-EINTR");
      }
      lock(k, vm, k.at(vm));
    }),
    follows("join the VM", (k) => moveInVm(k, [k.local.vm, k.got("vma")], "unboundList")),
    step("join the object, unless somebody was faster", (k) => {
      const found = vmaLookup(k, k.local);
      const object = k.at(k.local.object);
      if (found === undefined) object.vmas = [...object.vmas, k.got("vma")].toSorted();
      else k.local.found = found;
    }),
    follows("unlock vm->mutex", (k) => {
      const { vm, found } = k.local;
      const vma = k.got("vma");
      if (found !== undefined) moveInVm(k, [vm, vma], null);
      unlock(k, vm, k.at(vm));
      if (found === undefined) return k.ret(vma);
      k.free(activeOf(vma));
      k.free(vma);
      return k.ret(found);
    }),
  ],
);
