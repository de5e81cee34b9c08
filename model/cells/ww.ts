/**
 * struct i915_gem_ww_ctx (Linux 6.x, drivers/gpu/drm/i915/i915_gem_ww.c): the objects that a
 * process has locked beside the one that it works on. Two processes that hold what the other wants
 * would wait for ever: whoever finds an object locked by somebody else backs off at once
 * (-EDEADLK), unlocks all that it holds, and waits for that one alone. Left out: tickets, by which
 * the kernel decides who of the two backs off; either may here.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Errno } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { gemObjectPut, objectResv } from "./object.ts";
import { dmaResvTrylock, dmaResvUnlock } from "./reservation.ts";

export interface WwContext {
  /** Locked, with a reference each. */
  readonly locked: Ref<"objects">[];
  /** What the process has to lock before it starts over, with a reference; null: nothing. */
  contended: Ref<"objects"> | null;
}

function contextOf(k: Machine): WwContext {
  const process = k.at(k.self);
  process.ww ??= { locked: [], contended: null };
  return process.ww;
}

/**
 * Locks one more object, on which the caller has a reference that passes to the context. Kernel:
 * i915_gem_object_lock() with a context.
 */
export function wwLock(k: Machine, object: Ref<"objects">): 0 | Errno {
  const ww = contextOf(k);
  if (!dmaResvTrylock(k, objectResv(k, object))) {
    ww.contended = object;
    return "-EDEADLK";
  }
  ww.locked.push(object);
  return 0;
}

/** Locks what the process backed off for, or waits for it. Kernel: i915_gem_ww_ctx_backoff(). */
export function wwLockContended(k: Machine): void {
  const ww = contextOf(k);
  if (ww.contended === null) return;
  if (!dmaResvTrylock(k, objectResv(k, ww.contended))) k.wait();
  ww.locked.push(ww.contended);
  ww.contended = null;
}

/** Says whether the process holds more than the object that it works on. */
export const wwHoldsOthers = (k: Machine): boolean => (k.at(k.self).ww?.locked.length ?? 0) > 0;

/** Unlocks everything but what is contended. Kernel: i915_gem_ww_ctx_unlock_all(). */
export function wwUnlockAll(k: Machine): void {
  const ww = contextOf(k);
  for (const object of ww.locked) {
    dmaResvUnlock(k, objectResv(k, object));
    gemObjectPut(k, object, k.self);
  }
  ww.locked.length = 0;
  if (ww.contended === null) delete k.at(k.self).ww;
}
