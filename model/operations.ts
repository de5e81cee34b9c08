/**
 * What users can be told to do. An operation is data: a thread that comes to it looks its object up
 * by handle, calls the procedure, and puts the object again. Whatever has a procedure can be made
 * an operation, so a new one is a function here and nothing else.
 */
import type { Ref } from "../checker/refs.ts";
import type { BindBits } from "./cells/bind-bits.ts";
import type { View } from "./cells/ggtt.ts";
import type { Placement } from "./cells/resource.ts";

export interface Operation {
  /** What a failure is remembered under. */
  readonly name: string;
  readonly procedure: string;
  /** The handle of the object that the procedure gets as `object`; null: it gets none. */
  readonly handle: number | null;
  /** The handle that it closes, if any. */
  readonly closes?: number;
  /** Its other arguments. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** Executes a job that writes the object, bound in `vm`. */
export function exec(object: number = 0, vm: Ref<"vms"> = "vms:0"): Operation {
  return { name: "exec", procedure: "i915_gem_do_execbuffer", handle: object, args: { vm } };
}

/** Moves the object there. */
export function migrateTo(placement: Placement, object: number = 0): Operation {
  const name = placement === "SYSTEM" ? "migrate to system" : "migrate to local";
  return { name, procedure: "i915_gem_object_migrate", handle: object, args: { placement } };
}

/** Unbinds the object from every address space, asynchronously where that can be done. */
export function unbind(object: number = 0): Operation {
  return { name: "unbind", procedure: "unbind_ioctl", handle: object, args: {} };
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
