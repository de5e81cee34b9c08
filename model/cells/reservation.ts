/**
 * dma_resv (Linux 6.x, drivers/dma-buf/dma-resv.c): the lock of a buffer object and its list of
 * fences. `reservations:0` is the private reservation embedded in `bos:0`; those of address spaces,
 * which objects may share, lie behind them. Left out: ww back-off, since one object is locked at a
 * time.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { dmaFenceGet, dmaFenceIsSignalled, dmaFencePut, type FenceRef } from "./fence.ts";
import { assertHeld, lock, unlock, type Lock } from "./lock.ts";

/**
 * From the strongest to the weakest. Waiting for a usage means waiting for it and all before it.
 */
export const usages = ["KERNEL", "WRITE", "READ", "BOOKKEEP"] as const;
export type Usage = (typeof usages)[number];

export interface ResvEntry {
  readonly fence: FenceRef;
  readonly usage: Usage;
}

export interface Reservation {
  lock: Lock;
  fences: ResvEntry[];
  /** Room for so many entries. */
  capacity: number;
  /**
   * Adds that the last reserve still promises; void once the lock is dropped (driver.md 3.2, P16).
   */
  promised: number;
}

/** Kernel: dma_resv_init(). */
export const reservation = (): Reservation => ({
  lock: null,
  fences: [],
  capacity: 0,
  promised: 0,
});

const includes = (wanted: Usage, usage: Usage): boolean =>
  usages.indexOf(usage) <= usages.indexOf(wanted);

/** Kernel: dma_resv_lock(). */
export function dmaResvLock(k: Machine, resv: Ref<"reservations">): void {
  lock(k, resv, k.at(resv));
}

/** Kernel: dma_resv_trylock(). */
export function dmaResvTrylock(k: Machine, resv: Ref<"reservations">): boolean {
  const cell = k.at(resv);
  if (cell.lock !== null) return false;
  if (k.skips("lock")) return true;
  cell.lock = k.self;
  return true;
}

/** Kernel: dma_resv_unlock(), with the debug check that voids what was reserved. */
export function dmaResvUnlock(k: Machine, resv: Ref<"reservations">): void {
  const cell = k.at(resv);
  unlock(k, resv, cell);
  cell.promised = 0;
}

/** Faults unless the caller has locked the reservation. Kernel: dma_resv_assert_held(). */
export function dmaResvAssertHeld(k: Machine, resv: Ref<"reservations">): void {
  assertHeld(k, resv, k.at(resv));
}

/** Says whether a reserve has to allocate a larger array, the only case in which it can fail. */
export function reserveNeedsMemory(k: Machine, resv: Ref<"reservations">, count: number): boolean {
  const { fences, capacity } = k.at(resv);
  return capacity - fences.length < count;
}

/**
 * Makes room for `count` adds from now on. Not cumulative. Growing drops entries that have
 * signalled. Kernel: dma_resv_reserve_fences().
 */
export function dmaResvReserve(k: Machine, resv: Ref<"reservations">, count: number): void {
  const cell = k.at(resv);
  assertHeld(k, resv, cell);
  if (reserveNeedsMemory(k, resv, count)) {
    const grown = cell.fences.length + count;
    cell.capacity = cell.capacity === 0 ? Math.max(4, count) : Math.max(grown, 2 * cell.capacity);
    const [done, live] = splitBySignal(k, cell.fences);
    cell.fences = live;
    for (const { fence } of done) dmaFencePut(k, fence, resv);
  }
  cell.promised = Math.max(cell.promised, count);
}

function splitBySignal(
  k: Machine,
  fences: readonly ResvEntry[],
): [done: ResvEntry[], live: ResvEntry[]] {
  const done: ResvEntry[] = [];
  const live: ResvEntry[] = [];
  for (const { fence, usage } of fences) {
    (dmaFenceIsSignalled(k, fence) ? done : live).push({ fence, usage });
  }
  return [done, live];
}

/**
 * Adds a fence, taking a reference. It replaces the first entry that has signalled, or that an
 * earlier fence of the same context left at this usage or a weaker one; else it needs a promised
 * slot. Kernel: dma_resv_add_fence().
 */
export function dmaResvAddFence(
  k: Machine,
  resv: Ref<"reservations">,
  fence: FenceRef,
  usage: Usage,
): void {
  const cell = k.at(resv);
  assertHeld(k, resv, cell);
  const { context } = k.at(fence);
  dmaFenceGet(k, fence, resv);
  const replaced = cell.fences.findIndex((old) => {
    const { signalled, context: oldContext } = k.at(old.fence);
    // On one timeline a fence that is added later is a later fence: requests are created in order.
    const isLater = old.fence === fence || (context !== null && oldContext === context);
    return signalled || (isLater && includes(old.usage, usage));
  });
  if (replaced >= 0) return dmaResvReplace(k, resv, replaced, { fence, usage });
  if (cell.promised === 0 || cell.fences.length === cell.capacity) {
    k.fault("fence-slot-overrun", resv, `adds ${fence} without a slot reserved for it`);
  }
  cell.promised--;
  cell.fences.push({ fence, usage });
}

/**
 * Puts an entry in the place of another, whose reference is dropped. Whoever waits for the new one
 * must wait for all that the old one stood for.
 */
export function dmaResvReplace(
  k: Machine,
  resv: Ref<"reservations">,
  index: number,
  entry: ResvEntry,
): void {
  const { fences } = k.at(resv);
  const { fence: old, usage: oldUsage } = fences[index] as ResvEntry;
  const { signalled, context } = k.at(old);
  const isLater =
    old === entry.fence || (context !== null && context === k.at(entry.fence).context);
  if (!signalled && !(isLater && includes(oldUsage, entry.usage))) {
    k.fault("fence-forgotten", resv, `forgets ${old}, for which ${entry.fence} does not stand`);
  }
  fences[index] = entry;
  dmaFencePut(k, old, resv);
}

/** Yields the fences of `usage` and stronger, signalled ones included, in list order. */
export function dmaResvFences(k: Machine, resv: Ref<"reservations">, usage: Usage): FenceRef[] {
  return k
    .at(resv)
    .fences.filter((entry) => includes(usage, entry.usage))
    .map(({ fence }) => fence);
}

/**
 * Says whether all fences of `usage` and stronger have signalled. Kernel: dma_resv_test_signaled().
 */
export function dmaResvIsIdle(k: Machine, resv: Ref<"reservations">, usage: Usage): boolean {
  return dmaResvFences(k, resv, usage).every((fence) => dmaFenceIsSignalled(k, fence));
}

/**
 * Replaces the fences of a reservation, which nobody uses yet, by those of another that have not
 * signalled. Kernel: dma_resv_copy_fences().
 */
export function dmaResvCopyFences(
  k: Machine,
  to: Ref<"reservations">,
  from: Ref<"reservations">,
): void {
  const [, live] = splitBySignal(k, k.at(from).fences);
  const cell = k.at(to);
  for (const { fence } of cell.fences) dmaFencePut(k, fence, to);
  for (const { fence } of live) dmaFenceGet(k, fence, to);
  cell.fences = live;
  cell.capacity = live.length;
}

/** Drops every fence, when the buffer object is freed. Kernel: dma_resv_fini(). */
export function dmaResvFini(k: Machine, resv: Ref<"reservations">): void {
  const cell = k.at(resv);
  if (cell.lock !== null) k.fault("kernel-assertion", resv, "is freed while it is locked");
  const { fences } = cell;
  cell.fences = [];
  for (const { fence } of fences) dmaFencePut(k, fence, resv);
}
