/**
 * What users do: each operation looks its object up by handle, does its work under the object lock,
 * and puts its reference. A thread does its operations in order, then closes every handle of an
 * object that is still open, so that whatever is left over has leaked. Contexts and handles of
 * address spaces stay, unless an operation closes them.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import { hasGts, vmaClose } from "../cells/gt.ts";
import { krefGet } from "../cells/holders.ts";
import { gemObjectPut, objectResv } from "../cells/object.ts";
import { someVmIsDying, vmGet, vmPut } from "../cells/vm.ts";
import { dmaResvLock, dmaResvUnlock } from "../cells/reservation.ts";
import type { Placement } from "../cells/resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import type { Process } from "../machine/processes.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import type { Operation } from "../operations.ts";
import { assertGivenUp, assertKept, assertKeptByKernel, assertUnpinned } from "../promises.ts";
import { objectUnbind, type ObjectUnbindLocal } from "./object-unbind.ts";
import { ttmGetPages } from "./get-pages.ts";
import { ttmBoValidate } from "./validate.ts";

interface MigrateLocal {
  object: Ref<"objects">;
  placement: Placement;
  status?: Status;
}

export const objectMigrate: Procedure<MigrateLocal, Status> = procedure(
  "i915_gem_object_migrate",
  "driver.md 4 A4; i915_gem_object.c",
  [
    step("lock the object", (k) => {
      const resv = objectResv(k, k.local.object);
      if (k.at(resv).lock !== null && k.interrupted()) return k.ret("-EINTR");
      dmaResvLock(k, resv);
    }),
    follows("get the pages there", (k) => {
      const { object, placement } = k.local;
      return k.call(ttmGetPages, { object, requested: placement, allowed: [placement] });
    }),
    follows("unlock the object", (k) => {
      const status = k.resultOf(ttmGetPages);
      dmaResvUnlock(k, objectResv(k, k.local.object));
      return k.ret(status);
    }),
  ],
);

/** The object, and flags that differ from those of an eviction. */
type UnbindLocal = Pick<ObjectUnbindLocal, "object"> & Partial<ObjectUnbindLocal>;
interface PlaceLocal {
  object: Ref<"objects">;
  placement: Placement;
  noWaitGpu?: boolean;
}

/** Placing a buffer object by TTM alone. */
export const lockAndPlace: Procedure<PlaceLocal, Status> = procedure(
  "place_ioctl",
  "driver.md 10.1; a user of ttm_bo_validate",
  [
    step("lock the object", (k) => {
      const resv = objectResv(k, k.local.object);
      if (k.at(resv).lock !== null && k.interrupted()) return k.ret("-EINTR");
      dmaResvLock(k, resv);
    }),
    follows("validate", (k) => {
      const { object, placement, noWaitGpu } = k.local;
      const { bo } = k.at(object);
      const how = noWaitGpu === true ? { noWaitGpu } : {};
      return k.call(ttmBoValidate, { bo, places: [placement], busy: [placement], ...how });
    }),
    follows("unlock the object", (k) => {
      const status = k.resultOf(ttmBoValidate);
      dmaResvUnlock(k, objectResv(k, k.local.object));
      // Whoever may not wait reckons with it.
      if (k.local.noWaitGpu === true && (status === "-EBUSY" || status === "-ENOMEM")) {
        return k.ret(0);
      }
      return k.ret(status);
    }),
  ],
);

/** What an eviction does to the vmas, without moving the object. */
export const lockAndUnbind: Procedure<UnbindLocal, Status> = procedure(
  "unbind_ioctl",
  "driver.md 6.5; a user of i915_gem_object_unbind",
  [
    step("lock the object", (k) => {
      const resv = objectResv(k, k.local.object);
      if (k.at(resv).lock !== null && k.interrupted()) return k.ret("-EINTR");
      dmaResvLock(k, resv);
    }),
    follows("unbind the object", (k) =>
      k.call(objectUnbind, { active: true, async: true, ...k.local }),
    ),
    follows("unlock the object", (k) => {
      const status = k.resultOf(objectUnbind);
      dmaResvUnlock(k, objectResv(k, k.local.object));
      return k.ret(status);
    }),
  ],
);

/** Closes a handle, and drops the reference behind it. */
export const handleDelete: Procedure<{ handle: number; object?: Ref<"objects"> }, 0> = procedure(
  "drm_gem_handle_delete",
  "driver.md 5 B11; drm_gem.c",
  [
    step("remove the handle", (k) => {
      const object = k.state.handles[k.local.handle] ?? null;
      if (object === null) return k.ret(0);
      k.state.handles[k.local.handle] = null;
      k.local.object = object;
    }),
    follows("close the vmas that it had open", (k) => {
      if (!hasGts(k)) return;
      const object = k.at(k.got("object"));
      if (!object.refs.includes("user")) {
        k.fault("use-after-free-struct", k.got("object"), "is closed after it was put");
      }
      for (const vma of object.vmas) {
        const { openBy } = k.at(vma);
        if (!openBy.includes(k.local.handle)) continue;
        k.at(vma).openBy = openBy.filter((each) => each !== k.local.handle);
        if (openBy.length === 1) vmaClose(k, vma);
      }
    }),
    follows("put the object", (k) => gemObjectPut(k, k.got("object"), "user")),
  ],
);

/** Remembers an operation that failed, for whoever claims that none does without a cause. */
export function recordFailure(k: Machine, operation: string, error: Exclude<Status, 0>): void {
  // The right answer to whoever uses what they have given up themselves.
  if (error === "-EFAULT") return;
  const excused = k.state.injections.taken.length > 0;
  if (k.state.failure === null || (k.state.failure.excused && !excused)) {
    k.state.failure = { operation, error, excused };
  }
}

interface ThreadLocal {
  /** Still to do, in order. */
  todo: Operation[];
  /** The handles to close in the end. */
  closes: number[];
  object?: Ref<"objects">;
  vm?: Ref<"vms">;
}

/** The address space that an operation works in; null: its context or handle is gone. */
function vmOf(k: Machine, place: NonNullable<Operation["in"]>): Ref<"vms"> | null {
  const { contexts, vmHandles } = k.state;
  return ("context" in place ? contexts[place.context] : vmHandles[place.handle]) ?? null;
}

/**
 * Whether an operation that yields -EAGAIN is tried again, as drmIoctl() does: only if it may have
 * met an address space that is dying, and was not told to wait for those. Whoever else yields
 * -EAGAIN has no excuse.
 */
function isWorthAnotherTry(k: Machine, status: Status, { args }: Operation): boolean {
  return status === "-EAGAIN" && args["barrier"] !== true && someVmIsDying(k);
}

export const userThread: Procedure<ThreadLocal, 0> = procedure(
  "user_thread",
  "driver.md 12; the user",
  [
    step("look up the handle for the next operation", (k) => {
      const [next, ...rest] = k.local.todo;
      if (next === undefined) return k.goto("close the next handle");
      const vm = next.in === undefined ? undefined : vmOf(k, next.in);
      const object = next.handle === null ? undefined : (k.state.handles[next.handle] ?? null);
      if (vm === null || object === null) {
        k.local.todo = rest;
        return k.goto("look up the handle for the next operation");
      }
      if (object !== undefined) {
        krefGet(k, object, k.at(object), k.self);
        k.local.object = object;
      }
      if (vm !== undefined) {
        vmGet(k, vm, k.self);
        k.local.vm = vm;
      }
    }),
    follows("do it", (k) => {
      const { object, vm, todo } = k.local;
      const [next] = todo;
      if (next === undefined) return;
      return k.callPointer(next.procedure, {
        ...next.args,
        ...(object === undefined ? {} : { object }),
        ...(vm === undefined ? {} : { vm }),
      });
    }),
    follows("put the object", (k) => {
      const [done, ...rest] = k.local.todo;
      // Every operation yields a status.
      const status = k.resultOf(lockAndUnbind);
      if (done !== undefined) {
        if (status === 0) assertKept(k, done, k.local.object ?? null, k.local.vm);
        if (k.local.object !== undefined) {
          assertUnpinned(k, done, k.local.object);
          assertGivenUp(k, done, { object: k.local.object, status });
        }
      }
      if (k.local.vm !== undefined) vmPut(k, k.local.vm, k.self);
      delete k.local.vm;
      if (k.local.object !== undefined) gemObjectPut(k, k.local.object, k.self);
      delete k.local.object;
      if (done !== undefined && isWorthAnotherTry(k, status, done)) {
        return k.goto("look up the handle for the next operation");
      }
      if (done !== undefined && status !== 0 && done.tolerates?.includes(status) !== true) {
        recordFailure(k, done.name, status);
      }
      k.local.todo = rest;
      if (rest.length > 0) return k.goto("look up the handle for the next operation");
    }),
    follows("close the next handle", (k) => {
      const [handle, ...rest] = k.local.closes;
      if (handle === undefined) return;
      k.local.closes = rest;
      return k.call(handleDelete, { handle }, "close the next handle");
    }),
  ],
);

/** Waits for the other threads of users, so as to be the last one to use an object. */
export const joinThreads: Procedure<object, 0> = procedure(
  "join_threads",
  "driver.md 12; the user",
  [
    step("wait until the others have ended", (k) => {
      const isUser = (process: Process | null): boolean =>
        process?.stack[0]?.procedure.endsWith(userThread.name) === true;
      const others = k.state.processes.filter((_, index) => ref("processes", index) !== k.self);
      if (others.some(isUser)) k.wait();
    }),
  ],
);

interface KernelThreadLocal {
  /** Still to do, in order. */
  todo: Operation[];
  /** What the last one has yielded. */
  status?: Status;
}

/** A thread of the kernel: it does its operations in order, whatever they yield. */
export const kernelThread: Procedure<KernelThreadLocal, 0> = procedure(
  "kernel_thread",
  "driver.md 12; the kernel",
  [
    step("do the next operation", (k) => {
      const [next] = k.local.todo;
      delete k.local.status;
      if (next === undefined) return k.ret(0);
      return k.callPointer(next.procedure, next.args);
    }),
    follows("was it done?", (k) => {
      const [done, ...rest] = k.local.todo;
      const status = k.resultOf(lockAndUnbind);
      if (status === 0 && done !== undefined) assertKeptByKernel(k, done);
      k.local.todo = rest;
      k.local.status = status;
      return k.goto("do the next operation");
    }),
  ],
);
