/**
 * What users can be told to do. An operation is data: a thread that comes to it looks its object up
 * by handle, calls the procedure, and puts the object again. Whatever has a procedure can be made
 * an operation, so a new one is a function here and nothing else.
 */
import { ref, type Ref } from "../checker/refs.ts";
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
  return { name: "evict", procedure: "evict_local_memory", handle: null, args: {} };
}
