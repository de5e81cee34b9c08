/**
 * Binding what an execution needs (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_execbuffer.c,
 * eb_reserve()): if the address space is full, everything that can be locked is evicted from it,
 * and in the last pass whatever is in the way is locked for real. Left out: several objects, whose
 * vmas would be unbound and sorted by size in between.
 */
import type { Ref } from "../../checker/refs.ts";
import { lock, unlock } from "../cells/lock.ts";
import { wwLock } from "../cells/ww.ts";
import { isError, type Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { evictVm } from "./va-eviction.ts";
import { vmaPin } from "./vma-pin.ts";
import { vmaUnbind } from "./vma-unbind.ts";

interface ReserveLocal {
  vma: Ref<"vmas">;
  /** The page that the user wants it at. */
  at?: number;
  pass?: 2 | 3;
  contended?: Ref<"objects">;
}

export const ebReserve: Procedure<ReserveLocal, Status> = procedure(
  "eb_reserve",
  "driver.md 6.10; i915_gem_execbuffer.c",
  [
    follows(
      "is the vma somewhere else?",
      (k) => {
        const { vma, at } = k.local;
        const { node } = k.at(vma);
        if (at === undefined || node === null || node === at) return k.goto("pin the vma");
        return k.call(vmaUnbind, { vma });
      },
      "2",
    ),
    follows(
      "was it unbound?",
      (k) => {
        const status = k.resultOf(vmaUnbind);
        if (status !== 0) return k.ret(status);
      },
      "2",
    ),
    follows(
      "pin the vma",
      (k) => {
        const { vma, at } = k.local;
        return k.call(vmaPin, at === undefined ? { vma } : { vma, at });
      },
      "2",
    ),
    follows(
      "is the address space full?",
      (k) => {
        const status = k.resultOf(vmaPin);
        if (status !== "-ENOSPC" || k.local.pass === 3) return k.ret(status);
        k.local.pass = k.local.pass === undefined ? 2 : 3;
      },
      "2",
    ),
    step(
      "lock vm->mutex for another pass",
      (k) => {
        const { vm } = k.at(k.local.vma);
        if (k.at(vm).lock !== null && k.interrupted()) return k.ret("-EINTR");
        lock(k, vm, k.at(vm));
        return k.call(evictVm, { vm, stopsAtContended: k.local.pass === 3 });
      },
      "2",
    ),
    follows(
      "unlock vm->mutex",
      (k) => {
        const result = k.resultOf(evictVm);
        const { vm } = k.at(k.local.vma);
        unlock(k, vm, k.at(vm));
        if (isError(result)) return k.ret(result);
        if (result === 0) return k.goto("pin the vma");
        k.local.contended = result;
      },
      "2",
    ),
    step(
      "lock the contended object",
      (k) => {
        const status = wwLock(k, k.got("contended"));
        delete k.local.contended;
        return status === 0 ? k.goto("lock vm->mutex for another pass") : k.ret(status);
      },
      "2",
    ),
  ],
);
