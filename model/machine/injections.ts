/**
 * Injected failures: which a scenario allows, how many, and which have happened. One class is
 * exhausted before another is not: each has its own count, so that a scenario can pay for exactly
 * what it wants.
 */
import type { Errno } from "./errno.ts";

/**
 * memory: a blocking allocation; nowait: one that may not block; signal: an interruptible wait;
 * trylock: a trylock of something that is free; map: mapping for DMA; gpu: a request ends with
 * -EIO.
 */
const injectionClasses = ["memory", "nowait", "signal", "trylock", "map", "gpu"] as const;
export type InjectionClass = (typeof injectionClasses)[number];

export interface Injections {
  /** How many failures of each class may still happen. */
  left: Record<InjectionClass, number>;
  /** How many failures may still happen in all. */
  total: number;
  /** The errors that were injected, in order: whoever fails without any has no excuse. */
  taken: Errno[];
}

/** So many failures a class, none of those that are not named; or so many of any class. */
export type Budget = Partial<Record<InjectionClass, number>> | { readonly any: number };

/** Yields a budget. */
export function injections(budget: Budget = {}): Injections {
  const left = { memory: 0, nowait: 0, signal: 0, trylock: 0, map: 0, gpu: 0 };
  if ("any" in budget) {
    for (const kind of injectionClasses) left[kind] = budget.any;
    return { left, total: budget.any, taken: [] };
  }
  Object.assign(left, budget);
  return { left, total: Object.values(left).reduce((sum, each) => sum + each, 0), taken: [] };
}

/** Which class an error belongs to when the step does not say. */
export function classOf(error: Errno): InjectionClass {
  if (error === "-EIO") return "gpu";
  return error === "-EINTR" || error === "-ERESTARTSYS" ? "signal" : "memory";
}
