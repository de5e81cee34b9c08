/**
 * The steps that lock skeletons are made of: take or try a lock, drop it, wait for a fence, signal
 * it. Dropping follows the step before: the earlier it is dropped, the more others can do.
 */
import { lockCalled, promiseCalled, type LockName, type PromiseName } from "../cells/skeleton.ts";
import { lock, unlock } from "../cells/lock.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, step, type Step } from "../machine/procedure.ts";

export interface SkeletonLocal {
  /** The object that the caller works on. */
  object: "object X" | "object Y";
}

export type SkeletonStep = Step<SkeletonLocal, 0>;

/** Its own object, or the other one. */
type Which = LockName | "the object" | "the other object";

function nameOf(which: Which, { object }: SkeletonLocal): LockName {
  if (which === "the object") return object;
  if (which !== "the other object") return which;
  return object === "object X" ? "object Y" : "object X";
}

export function takeLock(k: Machine, name: LockName): void {
  lock(k, name, k.at(lockCalled(name)));
}

export function dropLock(k: Machine, name: LockName): void {
  unlock(k, name, k.at(lockCalled(name)));
}

export const take = (which: Which, row?: string): SkeletonStep =>
  step(`lock ${which}`, (k) => takeLock(k, nameOf(which, k.local)), row);

export const drop = (which: Which, row?: string): SkeletonStep =>
  follows(`unlock ${which}`, (k) => dropLock(k, nameOf(which, k.local)), row);

/** Goes on at `otherwise` if somebody has the lock. */
export const tryLock = (which: Which, otherwise: string, row?: string): SkeletonStep =>
  step(
    `try to lock ${which}`,
    (k) => {
      const name = nameOf(which, k.local);
      if (k.at(lockCalled(name)).lock !== null) return k.goto(otherwise);
      takeLock(k, name);
    },
    row,
  );

export const isSignalled = (k: Machine, name: PromiseName): boolean =>
  k.at(promiseCalled(name)).signalled;

export const waitFor = (name: PromiseName, row?: string): SkeletonStep =>
  step(`wait for the ${name}`, (k) => (isSignalled(k, name) ? undefined : k.wait()), row);

/** Ends the procedure after the last lock is dropped. */
export const done = (): SkeletonStep => follows("return", (k) => k.ret(0));

/** Drops a hold; the last one signals. True: it was the last. */
export function dropHold(k: Machine, name: PromiseName): boolean {
  const promise = k.at(promiseCalled(name));
  promise.holds--;
  if (promise.holds > 0) return false;
  promise.signalled = true;
  return true;
}
