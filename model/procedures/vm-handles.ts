/**
 * Handles of address spaces, and the contexts that have one (Linux 6.x,
 * drivers/gpu/drm/i915/gem/i915_gem_context.c). The user may destroy a handle as soon as it is in
 * the table, also before it has been told its number. Whoever looks a handle up takes a reference
 * under the table's lock, in one step. Left out: engines and all else that a context has.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import { krefMove, type Holder } from "../cells/holders.ts";
import { vmCreate, vmGet, vmPut } from "../cells/vm.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";

/**
 * Puts an address space into the table, at the lowest number that is free, to which the reference
 * of `holder` goes. Kernel: xa_alloc().
 */
function publish(k: Machine, vm: Ref<"vms">, holder: Holder): Status {
  if (k.fails("-ENOMEM")) return "-ENOMEM";
  const handle = putIntoTable(k, vm);
  krefMove(k, vm, k.at(vm), [holder, handle]);
  return 0;
}

/** The part that takes no reference along. */
export function putIntoTable(k: Machine, vm: Ref<"vms">): Ref<"vmHandles"> {
  const handle = ref("vmHandles", k.state.vmHandles.indexOf(null));
  k.allocAt(handle, vm);
  return handle;
}

interface VmCreateLocal {
  bindsAsync: boolean;
  vm?: Ref<"vms">;
}

export const vmCreateIoctl: Procedure<VmCreateLocal, Status> = procedure(
  "i915_gem_vm_create_ioctl",
  "driver.md 7.5; i915_gem_context.c",
  [
    step("create the address space", (k) => {
      if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
      k.local.vm = vmCreate(k, k.self, k.local.bindsAsync);
    }),
    step("publish it", (k) => {
      const vm = k.got("vm");
      const status = publish(k, vm, k.self);
      if (status !== 0) vmPut(k, vm, k.self);
      return k.ret(status);
    }),
  ],
);

export interface GetPpgttLocal {
  vm: Ref<"vms">;
  handle?: Ref<"vmHandles">;
}

/** The reference that a handle gets as soon as it has a number. */
const handleHold = (k: Machine): Holder => `${k.self}.handle`;

/** Exports the address space of a context, of which the caller holds a reference. */
export const getPpgtt: Procedure<GetPpgttLocal, Status> = procedure(
  "get_ppgtt",
  "driver.md 7.5; i915_gem_context.c",
  [
    step("take a reference for the handle", (k) => {
      vmGet(k, k.local.vm, handleHold(k));
    }),
    step("publish it", (k) => {
      const { vm } = k.local;
      const status = publish(k, vm, handleHold(k));
      if (status !== 0) vmPut(k, vm, handleHold(k));
      return k.ret(status);
    }),
  ],
);

/** Closes a context, which drops its reference; its jobs keep others until they retire. */
export const contextClose: Procedure<{ context: number; vm?: Ref<"vms"> }, Status> = procedure(
  "i915_gem_context_close",
  "driver.md 3.8; i915_gem_context.c",
  [
    step("remove the context", (k) => {
      const vm = k.state.contexts[k.local.context] ?? null;
      if (vm === null) return k.ret(0);
      k.state.contexts[k.local.context] = null;
      k.local.vm = vm;
    }),
    follows("put the address space", (k) => {
      vmPut(k, k.got("vm"), "user");
      return k.ret(0);
    }),
  ],
);

export const vmDestroyIoctl: Procedure<{ id: number; vm?: Ref<"vms"> }, Status> = procedure(
  "i915_gem_vm_destroy_ioctl",
  "driver.md 7.5; i915_gem_context.c",
  [
    step("erase the handle", (k) => {
      const vm = k.state.vmHandles[k.local.id] ?? null;
      // Nobody has published it, or somebody else was faster: the user's own affair.
      if (vm === null) return k.ret(0);
      k.state.vmHandles[k.local.id] = null;
      k.local.vm = vm;
    }),
    follows("put the address space", (k) => {
      vmPut(k, k.got("vm"), ref("vmHandles", k.local.id));
      return k.ret(0);
    }),
  ],
);
