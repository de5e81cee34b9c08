/**
 * Sleeping locks: mutexes and the lock of a reservation. Two of lockdep's checks are built in:
 * nobody unlocks what another holds, and nobody takes a sleeping lock on the way to a fence's
 * signal (P12).
 */
import { type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";

/** The process that holds the lock; null: nobody. */
export type Lock = Ref<"processes"> | null;

/** Takes the lock, or waits for it. */
export function lock(k: Machine, name: string, holder: { lock: Lock }): void {
  if (k.skips("lock")) return;
  if (k.at(k.self).signalling) {
    k.fault("lock-in-signalling-section", name, "is locked inside of a fence-signalling section");
  }
  if (holder.lock !== null) k.wait();
  holder.lock = k.self;
}

export function unlock(k: Machine, name: string, holder: { lock: Lock }): void {
  if (k.skips("unlock")) return;
  if (holder.lock !== k.self) {
    const owner = holder.lock ?? "nobody";
    k.fault("unlock-by-stranger", name, `is unlocked by ${k.self} while ${owner} holds it`);
  }
  holder.lock = null;
}

/** Faults unless the caller holds the lock. Kernel: lockdep_assert_held(). */
export function assertHeld(k: Machine, name: string, { lock: owner }: { lock: Lock }): void {
  if (owner === k.self) return;
  const what = `is needed by ${k.self} while ${owner ?? "nobody"} holds it`;
  k.fault("kernel-assertion", name, what);
}
