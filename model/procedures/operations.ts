/**
 * What users do: each operation looks its object up by handle, does its work under the object lock,
 * and puts its reference. A thread does its operations in order, then closes every handle that is
 * still open, so that whatever is left over has leaked. Left out: handles of address spaces and
 * contexts.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import { gemObjectPut, objectResv } from "../cells/object.ts";
import { dmaResvLock, dmaResvUnlock } from "../cells/reservation.ts";
import type { Placement } from "../cells/resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import type { Process } from "../machine/processes.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import type { Operation } from "../operations.ts";
import { objectUnbind } from "./object-unbind.ts";
import { ttmGetPages } from "./get-pages.ts";

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

interface UnbindLocal {
  object: Ref<"objects">;
  /** Left out: asynchronously, where that can be done. */
  async?: boolean;
}

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
      k.call(objectUnbind, {
        object: k.local.object,
        active: true,
        async: k.local.async ?? true,
      }),
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
    follows("put the object", (k) => gemObjectPut(k, k.got("object"), "user")),
  ],
);

/** Remembers an operation that failed, for whoever claims that none does without a cause. */
function recordFailure(k: Machine, operation: string, error: Exclude<Status, 0>): void {
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
}

export const userThread: Procedure<ThreadLocal, 0> = procedure(
  "user_thread",
  "driver.md 12; the user",
  [
    step("look up the handle for the next operation", (k) => {
      const [next, ...rest] = k.local.todo;
      if (next === undefined) return k.goto("close the next handle");
      if (next.handle === null) return;
      const object = k.state.handles[next.handle] ?? null;
      if (object === null || !krefGetUnlessZero(k.at(object), k.self)) {
        k.local.todo = rest;
        return k.goto("look up the handle for the next operation");
      }
      k.local.object = object;
    }),
    follows("do it", (k) => {
      const { object, todo } = k.local;
      const [next] = todo;
      if (next === undefined) return;
      return k.callPointer(
        next.procedure,
        object === undefined ? next.args : { ...next.args, object },
      );
    }),
    follows("put the object", (k) => {
      const [done, ...rest] = k.local.todo;
      // Every operation yields a status.
      const status = k.resultOf(lockAndUnbind);
      if (done !== undefined && status !== 0) recordFailure(k, done.name, status);
      if (k.local.object !== undefined) gemObjectPut(k, k.local.object, k.self);
      delete k.local.object;
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
        process?.stack[0]?.procedure === userThread.name;
      const others = k.state.processes.filter((_, index) => ref("processes", index) !== k.self);
      if (others.some(isUser)) k.wait();
    }),
  ],
);

/** A thread of the kernel: it does its operations in order, whatever they yield. */
export const kernelThread: Procedure<{ todo: Operation[] }, 0> = procedure(
  "kernel_thread",
  "driver.md 12; the kernel",
  [
    step("do the next operation", (k) => {
      const [next, ...rest] = k.local.todo;
      if (next === undefined) return k.ret(0);
      k.local.todo = rest;
      return k.callPointer(next.procedure, next.args, "do the next operation");
    }),
  ],
);
