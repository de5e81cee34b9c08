/**
 * What users can be told to do. An operation is data: a thread that comes to it looks its object up
 * by handle, calls the procedure, and puts the object again. Whatever has a procedure can be made
 * an operation, so a new one is a function here and nothing else.
 */
import { indexOf, ref, type Ref } from "../checker/refs.ts";
import type { BindBits } from "./cells/bind-bits.ts";
import type { View } from "./cells/ggtt.ts";
import type { Placement } from "./cells/resource.ts";
import type { Errno } from "./machine/errno.ts";

export interface Operation {
  /** What a failure is remembered under. */
  readonly name: string;
  readonly procedure: string;
  /** The handle of the object that the procedure gets as `object`; null: it gets none. */
  readonly handle: number | null;
  /** The handle that it closes, if any. */
  readonly closes?: number;
  /**
   * Where the address space comes from that the procedure gets as `vm`, with a reference: from the
   * user's context or handle of that number.
   */
  readonly in?: { readonly context: number } | { readonly handle: number };
  /** Errors that are an answer, and no failure. */
  readonly tolerates?: readonly Errno[];
  /** Its other arguments. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** The same, for a user who reckons with an error, such as for want of memory that others have. */
export const tolerating = (error: Errno, operation: Operation): Operation => ({
  ...operation,
  tolerates: [...(operation.tolerates ?? []), error],
});

const execbuffer = "i915_gem_do_execbuffer";

/**
 * Executes a job that writes the object, bound in `vm`, unless its context has been closed; at a
 * page of the user's choice, if any.
 */
export function exec(handle: number = 0, vm: Ref<"vms"> = "vms:0", at?: number): Operation {
  const args = at === undefined ? { handle } : { handle, at };
  return { name: "exec", procedure: execbuffer, handle, in: { context: indexOf(vm) }, args };
}

/** As `exec`, on an engine of another GT than the primary one. */
export function execOn(gt: number, handle: number = 0, vm: Ref<"vms"> = "vms:0"): Operation {
  const args = { handle, gt };
  return { name: "exec", procedure: execbuffer, handle, in: { context: indexOf(vm) }, args };
}

/** The same in a context that is made for it, of the address space that has the handle. */
export function execByHandle(handle: number, object: number = 0): Operation {
  const name = "exec by handle";
  return { name, procedure: execbuffer, handle: object, in: { handle }, args: { handle: object } };
}

/** Closes a context, which has its address space to itself unless that has been exported. */
export function closeVm(context: number = 0): Operation {
  const args = { context };
  return { name: "close VM", procedure: "i915_gem_context_close", handle: null, args };
}

/** Makes an address space, and a handle for it: the lowest that is free. */
export function createVmHandle(bindsAsync: boolean = true): Operation {
  const args = { bindsAsync };
  return { name: "create VM", procedure: "i915_gem_vm_create_ioctl", handle: null, args };
}

/** Makes a handle for the address space of a context. */
export function getVmHandle(context: number = 0): Operation {
  return { name: "get VM", procedure: "get_ppgtt", handle: null, in: { context }, args: {} };
}

/** Destroys a handle of an address space, which may be guessed. */
export function destroyVmHandle(id: number = 0): Operation {
  const name = "destroy VM handle";
  return { name, procedure: "i915_gem_vm_destroy_ioctl", handle: null, args: { id } };
}

/** Moves the object there. */
export function migrateTo(placement: Placement, object: number = 0): Operation {
  const name = placement === "SYSTEM" ? "migrate to system" : "migrate to local";
  return { name, procedure: "i915_gem_object_migrate", handle: object, args: { placement } };
}

/**
 * Places the object as a driver does that knows nothing of pages and vmas: TTM and no more. Others
 * are evicted if need be.
 */
export function place(
  placement: Placement,
  object: number = 0,
  how: { readonly noWaitGpu?: boolean } = {},
): Operation {
  const args = { placement, ...how };
  return { name: "place", procedure: "place_ioctl", handle: object, args };
}

/** Writes the object with the CPU, wherever it is, if it has memory. */
export function writeByCpu(object: number = 0): Operation {
  return { name: "write", procedure: "ttm_bo_vm_access", handle: object, args: {} };
}

/** Uses, adds and removes the resources of a bulk range, in any order. */
export function useBulkRange(): Operation {
  return { name: "use the LRU", procedure: "lru_user", handle: null, args: {} };
}

/** Unbinds the object from every address space, asynchronously where that can be done. */
export function unbind(object: number = 0): Operation {
  return { name: "unbind", procedure: "unbind_ioctl", handle: object, args: {} };
}

/** Unbinds it, and waits for address spaces that are dying. */
export function unbindAll(object: number = 0): Operation {
  const args = { async: false, barrier: true };
  return { name: "unbind all", procedure: "unbind_ioctl", handle: object, args };
}

/** Unbinds it as the shrinker does: neither a job nor vm->mutex is waited for. */
export function tryToUnbind(object: number = 0): Operation {
  const args = { active: false, async: false, vmTrylock: true };
  const tolerates = ["-EBUSY"] as const;
  return { name: "try to unbind", procedure: "unbind_ioctl", handle: object, tolerates, args };
}

/** Asks whether the object is bound anywhere. */
export function isBound(object: number = 0): Operation {
  const tolerates = ["-EBUSY"] as const;
  const args = { test: true };
  return { name: "is it bound?", procedure: "unbind_ioctl", handle: object, tolerates, args };
}

/** Closes the handle. */
export function destroy(object: number = 0): Operation {
  const args = { handle: object };
  return {
    name: "destroy",
    procedure: "drm_gem_handle_delete",
    handle: null,
    closes: object,
    args,
  };
}

/** Unbinds the object from every address space, and waits for it under vm->mutex. */
export function unbindSync(object: number = 0): Operation {
  const args = { async: false };
  return { name: "unbind, and wait", procedure: "unbind_ioctl", handle: object, args };
}

/** Executes a job on several objects, the batch first, which an error capture would save. */
export function execCaptured(objects: readonly number[], vm: Ref<"vms"> = "vms:0"): Operation {
  const [batch = 0, ...also] = objects;
  const args = { vm, captured: true, also };
  return { name: "exec", procedure: "i915_gem_do_execbuffer", handle: batch, args };
}

/** Pins the object for good, as the image of a context is. */
export function pinForContext(object: number, vm: Ref<"vms"> = "vms:0"): Operation {
  return { name: "pin", procedure: "intel_context_pin", handle: object, args: { vm } };
}

/** Unpins it again, once the requests of the context have retired. */
export function unpinForContext(object: number, vm: Ref<"vms"> = "vms:0"): Operation {
  return { name: "unpin", procedure: "intel_context_unpin", handle: object, args: { vm } };
}

/** Lets go of the context, of which the object is the image. */
export function putContext(object: number): Operation {
  return { name: "put the context", procedure: "intel_context_put", handle: object, args: {} };
}

/**
 * Takes the running job to be hung: captures its state, and that of a vma that is pinned for its
 * context, then resets it.
 */
export function reset(contextImage: Ref<"vmas"> | null = null): Operation {
  const args = { hung: true, contextImage };
  return { name: "reset", procedure: "i915_capture_error_state", handle: null, args };
}

/** Captures the state of the running job, which may complete meanwhile. */
export function captureErrorState(contextImage: Ref<"vmas"> | null = null): Operation {
  const args = { hung: false, contextImage };
  return { name: "capture", procedure: "i915_capture_error_state", handle: null, args };
}

/** Takes the locks of some operation, and waits as it does, without doing it. */
export function takeLocks(of: string, args: Operation["args"] = {}): Operation {
  return { name: `locks of ${of}`, procedure: `locks of ${of}`, handle: null, args };
}

/** Says whether the contents of the object are still needed. */
export function madvise(madv: "WILLNEED" | "DONTNEED", object: number = 0): Operation {
  const name = madv === "WILLNEED" ? "madvise will need" : "madvise don't need";
  return { name, procedure: "i915_gem_madvise_ioctl", handle: object, args: { madv } };
}

/** Maps the object for the CPU, and touches it. `unmap` has to follow some time. */
export function touch(object: number = 0): Operation {
  return { name: "touch", procedure: "user_access", handle: object, args: {} };
}

/** Unmaps the object from the CPU. */
export function unmap(object: number = 0): Operation {
  const args = { of: ref("objects", object) };
  return { name: "unmap", procedure: "munmap", handle: null, args };
}

/** Copies one object into another. */
export function copy(from: number, to: number): Operation {
  const args = { to: ref("objects", to) };
  return { name: "copy", procedure: "copy_object", handle: from, args };
}

/** For a kernel thread: scans the shrinker's lists once; `active`: and waits for the GPU. */
export function shrink({ active = false }: { active?: boolean } = {}): Operation {
  const args = { active, seen: [] };
  return { name: "shrink", procedure: "i915_gem_shrink", handle: null, args };
}

/** For a kernel thread: writes out the pages of one buffer object. */
export function swapout(): Operation {
  return { name: "swap out", procedure: "ttm_bo_swapout", handle: null, args: {} };
}

/** For a kernel thread: moves one buffer object from local memory to system memory. */
export function evict(): Operation {
  return { name: "evict", procedure: "ttm_resource_manager_evict_all", handle: null, args: {} };
}

/** Pins a view of the object in the GGTT for some bindings, and unpins it once it is bound. */
export function pinInGgtt(bits: BindBits, view: View = "normal", object: number = 0): Operation {
  return { name: "pin", procedure: "i915_ggtt_pin", handle: object, args: { bits, view } };
}

/** As `pinInGgtt`, but does not wait until it is bound. */
export function queueInGgtt(bits: BindBits, view: View = "normal", object: number = 0): Operation {
  return { name: "queue", procedure: "i915_vma_pin", handle: object, args: { bits, view } };
}

/** Executes something that needs the object bound in the GGTT itself as well. */
export function relocate(object: number = 0): Operation {
  return { name: "relocate", procedure: "eb_relocate_entry", handle: object, args: {} };
}

/** Touches a mapping of the object that leads through the GGTT. */
export function faultGgtt(view: View = "normal", object: number = 0): Operation {
  return { name: "fault", procedure: "vm_fault_gtt", handle: object, args: { view } };
}

/** Revokes the mappings of the object that lead through the GGTT, as a change of tiling does. */
export function releaseMmaps(object: number = 0): Operation {
  const procedure = "i915_gem_object_release_mmap_gtt";
  return { name: "release mappings", procedure, handle: object, args: {} };
}

/** Suspends the device as soon as nobody needs it. */
export function suspendDevice(): Operation {
  return { name: "suspend", procedure: "intel_runtime_suspend", handle: null, args: {} };
}

/** Waits until the other threads of users have ended. */
export function joinThreads(): Operation {
  return { name: "join", procedure: "join_threads", handle: null, args: {} };
}
