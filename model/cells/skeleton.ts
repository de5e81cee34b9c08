/**
 * Locks and promises without the data behind them: for the scenarios that ask only who may wait for
 * whom while holding what (driver.md 6.13). Other scenarios have none of these.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import type { Lock } from "./lock.ts";

/** A sleeping lock and nothing else. */
export interface BareLock {
  lock: Lock;
}

/** A fence and nothing else. */
export interface Promised {
  signalled: boolean;
  /** Who keeps it from signalling. */
  holds: number;
}

/** The locks, in the order in which they may be taken. */
export const lockNames = [
  "object X",
  "object Y",
  "a lock of stop_machine()",
  "wf.mutex",
  "vm.mutex",
  "active.mutex",
] as const;
export type LockName = (typeof lockNames)[number];

/**
 * The fences: a job on X; the unbind of X, queued behind it; another that is immediate; a migration
 * of Y behind the unbind of X; and a bind, unsignalled while it is published and not committed.
 */
export const promiseNames = ["job", "unbind", "other unbind", "migration", "bind"] as const;
export type PromiseName = (typeof promiseNames)[number];

export const lockCalled = (name: LockName): Ref<"locks"> => ref("locks", lockNames.indexOf(name));
export const promiseCalled = (name: PromiseName): Ref<"promises"> =>
  ref("promises", promiseNames.indexOf(name));

/** All locks free; the bind and the other unbind are not under way yet. */
export const skeletonCells = (): { locks: BareLock[]; promises: Promised[] } => ({
  locks: lockNames.map(() => ({ lock: null })),
  promises: promiseNames.map((name) => ({
    signalled: name === "bind",
    holds: name === "unbind" || name === "other unbind" ? 1 : 0,
  })),
});
