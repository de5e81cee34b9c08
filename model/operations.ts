/**
 * What users can be told to do. An operation is data: a thread that comes to it looks its object up
 * by handle, calls the procedure, and puts the object again. Whatever has a procedure can be made
 * an operation, so a new one is a function here and nothing else.
 */
import type { Ref } from "../checker/refs.ts";
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
  /** A failure that the user reckons with: it is not remembered. Left out: none. */
  readonly tolerates?: Errno;
  /** Its other arguments. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** The same, for a user who reckons with an error, such as for want of memory that others have. */
export const tolerating = (tolerates: Errno, operation: Operation): Operation => ({
  ...operation,
  tolerates,
});

/** Executes a job that writes the object, bound in `vm`. */
export function exec(object: number = 0, vm: Ref<"vms"> = "vms:0"): Operation {
  return { name: "exec", procedure: "i915_gem_do_execbuffer", handle: object, args: { vm } };
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

/** Uses, adds and removes the resources of a bulk range, in any order. */
export function useBulkRange(): Operation {
  return { name: "use the LRU", procedure: "lru_user", handle: null, args: {} };
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
