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
export type InjectionClass = "memory" | "nowait" | "signal" | "trylock" | "map" | "gpu";

export interface Injections {
  /** How many failures of each class may still happen. */
  left: Record<InjectionClass, number>;
  /** The errors that were injected, in order: whoever fails without any has no excuse. */
  taken: Errno[];
}

/** Yields a budget of so many failures a class, and none of the classes that are not named. */
export function injections(budget: Partial<Record<InjectionClass, number>> = {}): Injections {
  const none = { memory: 0, nowait: 0, signal: 0, trylock: 0, map: 0, gpu: 0 };
  return { left: { ...none, ...budget }, taken: [] };
}

/** Which class an error belongs to when the step does not say. */
export function classOf(error: Errno): InjectionClass {
  if (error === "-EIO") return "gpu";
  return error === "-EINTR" || error === "-ERESTARTSYS" ? "signal" : "memory";
}
