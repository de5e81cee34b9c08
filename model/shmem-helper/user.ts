/**
 * What users of a driver on top of the helper do: a thread does its operations in order, each with
 * a reference on its object, then unmaps what it has mapped; the last one closes the files.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import { krefGet, type Holder } from "../cells/holders.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import type { Operation } from "../operations.ts";
import { assertKept } from "../promises.ts";
import { joinThreads, recordFailure } from "../procedures/operations.ts";
import { shmemDriver } from "./cells.ts";
import { gemObjectPutAndFree } from "./free.ts";
import { unmapAreas } from "./mmap.ts";
import { pin, unpin, type ObjectLocal } from "./pages.ts";
import { releaseHandle } from "./panfrost-mapping.ts";
import { vmap, vunmap } from "./vmap.ts";

/** What a thread holds while it works with an object: of the object, of its pins, of its vmaps. */
const pinsHold = (k: Machine): Holder => `${k.self}.pin`;
const vmapsHold = (k: Machine): Holder => `${k.self}.vmap`;

/** The object that somebody holds a reference of. */
function heldBy(k: Machine, holder: Holder): Ref<"shmemObjects"> | null {
  const index = k.state.shmemObjects.findIndex((each) => each?.refs.includes(holder));
  return index < 0 ? null : ref("shmemObjects", index);
}

/** Pins the object for the thread, as a driver does that works with its pages. */
export const pinByThread: Procedure<ObjectLocal, Status> = procedure(
  "driver_pin",
  "driver.md 9; a user of drm_gem_shmem_pin",
  [
    follows("pin it", (k) => k.call(pin, { object: k.local.object, holder: pinsHold(k) }), "H4"),
    follows(
      "keep the object, if that worked",
      (k) => {
        const { object } = k.local;
        const status = k.resultOf(pin);
        if (status === 0) krefGet(k, object, k.at(object), pinsHold(k));
        return k.ret(status);
      },
      "H4",
    ),
  ],
);

/** Unpins what the thread has pinned; nothing, if that had not worked. */
export const unpinByThread: Procedure<{ object?: Ref<"shmemObjects"> }, Status> = procedure(
  "driver_unpin",
  "driver.md 9; a user of drm_gem_shmem_unpin",
  [
    follows(
      "has the thread pinned anything?",
      (k) => {
        const object = heldBy(k, pinsHold(k));
        if (object === null) return k.ret(0);
        k.local.object = object;
        return k.call(unpin, { object, holder: pinsHold(k) });
      },
      "H5",
    ),
    follows(
      "let go of the object",
      (k) => k.call(gemObjectPutAndFree, { object: k.got("object"), holder: pinsHold(k) }),
      "H5",
    ),
    follows("return", (k) => k.ret(0)),
  ],
);

/** Maps the object for the thread, as a driver does that reads it. */
export const vmapByThread: Procedure<ObjectLocal, Status> = procedure(
  "driver_vmap",
  "driver.md 9; a user of drm_gem_vmap",
  [
    follows("map it", (k) => k.call(vmap, { object: k.local.object, holder: vmapsHold(k) }), "H9"),
    follows(
      "keep the object, if that worked",
      (k) => {
        const { object } = k.local;
        const status = k.resultOf(vmap);
        if (status === 0) krefGet(k, object, k.at(object), vmapsHold(k));
        return k.ret(status);
      },
      "H9",
    ),
  ],
);

/** Uses the mapping once, and removes it; nothing, if there is none. */
export const vunmapByThread: Procedure<{ object?: Ref<"shmemObjects"> }, Status> = procedure(
  "driver_vunmap",
  "driver.md 9; a user of drm_gem_vunmap",
  [
    follows(
      "has the thread mapped anything?",
      (k) => {
        const object = heldBy(k, vmapsHold(k));
        if (object === null) return k.ret(0);
        k.local.object = object;
      },
      "H10",
    ),
    step("use the mapping", (k) => {
      const { vaddr } = k.at(k.got("object"));
      if (vaddr !== null && k.isLive(vaddr)) return;
      const what = "is used by the kernel where it is mapped no longer";
      k.fault("use-after-free-memory", k.got("object"), what);
    }),
    follows(
      "unmap it",
      (k) => k.call(vunmap, { object: k.got("object"), holder: vmapsHold(k) }),
      "H10",
    ),
    follows(
      "let go of the object",
      (k) => k.call(gemObjectPutAndFree, { object: k.got("object"), holder: vmapsHold(k) }),
      "H10",
    ),
    follows("return", (k) => k.ret(0)),
  ],
);

interface ThreadLocal {
  /** Still to do, in order. */
  todo: Operation[];
  /** The handles to close in the end. */
  closes: number[];
  object?: Ref<"shmemObjects">;
}

export const shmemUserThread: Procedure<ThreadLocal, 0> = procedure(
  "shmem_user_thread",
  "driver.md 12; the user",
  [
    step("look up the handle for the next operation", (k) => {
      const [next, ...rest] = k.local.todo;
      if (next === undefined) return k.goto("unmap what is mapped");
      if (next.handle === null) return;
      const object = k.at(shmemDriver).handles[next.handle] ?? null;
      if (object === null) {
        k.local.todo = rest;
        return k.goto("look up the handle for the next operation");
      }
      krefGet(k, object, k.at(object), k.self);
      k.local.object = object;
    }),
    follows("do it", (k) => {
      const { object, todo } = k.local;
      const [next] = todo;
      if (next === undefined) return;
      const args = object === undefined ? next.args : { ...next.args, object };
      return k.callPointer(next.procedure, args);
    }),
    follows("put the object", (k) => {
      const [done, ...rest] = k.local.todo;
      // Every operation yields a status.
      const status = k.resultOf(pin);
      if (status === 0 && done !== undefined) assertKept(k, done, k.local.object ?? null);
      if (done !== undefined && status !== 0 && done.tolerates?.includes(status) !== true) {
        recordFailure(k, done.name, status);
      }
      k.local.todo = rest;
      const { object } = k.local;
      delete k.local.object;
      if (object === undefined) return;
      return k.call(
        gemObjectPutAndFree,
        { object, holder: k.self },
        "look up the handle for the next operation",
      );
    }),
    follows("go on", (k) => k.goto("look up the handle for the next operation")),
    follows("unmap what is mapped", (k) => k.call(unmapAreas, {})),
    follows("wait for the threads that share the files", (k) => {
      if (k.local.closes.length > 0) return k.call(joinThreads, {});
    }),
    follows("close the next handle", (k) => {
      const [handle, ...rest] = k.local.closes;
      if (handle === undefined) return k.ret(0);
      k.local.closes = rest;
      return k.call(releaseHandle, { handle }, "close the next handle");
    }),
  ],
);
