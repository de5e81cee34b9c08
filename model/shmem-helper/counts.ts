/**
 * The counts of the helper: refcount_t by name (Linux 6.x, include/linux/refcount.h), and the locks
 * that go with them.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Holder } from "../cells/holders.ts";
import { assertHeld, lock, unlock, type Lock } from "../cells/lock.ts";
import type { Machine } from "../machine/machine.ts";
import { shmemDriver, type ShmemObject } from "./cells.ts";

type Counter = "useCount" | "pinCount" | "vmapCount" | "gpuUses";

/** What the kernel calls a count. */
const spelling: Readonly<Record<Counter, string>> = {
  useCount: "pages_use_count",
  pinCount: "pages_pin_count",
  vmapCount: "vmap_use_count",
  gpuUses: "gpu_usecount",
};

/** Sets a count from 0 to 1, or raises it. */
export function countUp(k: Machine, object: ShmemObject, counter: Counter, holder: Holder): void {
  if (k.skips("get")) return;
  object[counter].push(holder);
  object[counter].sort();
}

/** Raises a count unless it is 0. Kernel: refcount_inc_not_zero(). */
export function countUpUnlessZero(
  k: Machine,
  object: ShmemObject,
  counter: Counter,
  holder: Holder,
): boolean {
  if (object[counter].length === 0) return false;
  countUp(k, object, counter, holder);
  return true;
}

/** Lowers a count; true: it is 0 now. Kernel: refcount_dec_and_test(). */
export function countDown(
  k: Machine,
  object: Ref<"shmemObjects">,
  counter: Counter,
  holder: Holder,
): boolean {
  if (k.skips("put")) return false;
  const counted = k.at(object)[counter];
  const index = counted.indexOf(holder);
  if (index < 0) {
    const what = `${holder} lowers ${spelling[counter]}, in which it is not counted`;
    k.fault("refcount-underflow", object, what);
  }
  counted.splice(index, 1);
  return counted.length === 0;
}

/** Kernel: dma_resv_lock(). */
export function lockShmem(k: Machine, object: Ref<"shmemObjects">): void {
  lock(k, `${object}.resv`, k.at(object));
}

/** Kernel: dma_resv_lock_interruptible(); false: a signal came first. */
export function lockShmemInterruptible(k: Machine, object: Ref<"shmemObjects">): boolean {
  if (k.at(object).lock !== null && k.interrupted()) return false;
  lockShmem(k, object);
  return true;
}

/** Kernel: dma_resv_unlock(). */
export function unlockShmem(k: Machine, object: Ref<"shmemObjects">): void {
  unlock(k, `${object}.resv`, k.at(object));
}

/** Takes `mappings.lock`. */
export function lockMappings(k: Machine, object: Ref<"shmemObjects">): void {
  lock(k, `${object}.mappings.lock`, k.at(object).mappingsLock);
}

export function unlockMappings(k: Machine, object: Ref<"shmemObjects">): void {
  unlock(k, `${object}.mappings.lock`, k.at(object).mappingsLock);
}

/** Takes `shrinker_lock`. */
export function lockShrinker(k: Machine): void {
  lock(k, "shrinker_lock", k.at(shmemDriver).shrinkerLock);
}

export function unlockShrinker(k: Machine): void {
  unlock(k, "shrinker_lock", k.at(shmemDriver).shrinkerLock);
}

/**
 * Takes an object off `shrinker_list`, if it is there. Kernel: list_del_init(), with the list
 * locked: a scan that walks it keeps its place by the object that it looks at.
 */
export function leaveShrinkerList(k: Machine, object: Ref<"shmemObjects">): void {
  const driver = k.at(shmemDriver);
  assertHeld(k, "shrinker_lock", driver.shrinkerLock);
  driver.shrinkerList = driver.shrinkerList.filter((each) => each !== object);
}

/** Takes a lock if it is free, unless a failure is injected; true: taken. */
export function tryLock(k: Machine, holder: { lock: Lock }): boolean {
  if (holder.lock !== null || k.fails("-EBUSY", "trylock")) return false;
  if (k.skips("lock")) return true;
  holder.lock = k.self;
  return true;
}
