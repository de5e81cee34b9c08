/**
 * i915_sw_fence (Linux 6.x, drivers/gpu/drm/i915/i915_sw_fence.c): counts dependencies; whoever
 * takes the count to zero runs the notifiers. Left out: the wait queue (nobody sleeps on these
 * fences) and the timer, which no correct caller arms (driver.md 3.3).
 */
import { collectionOf, type Ref } from "../../checker/refs.ts";
import type { Errno } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { dmaFenceAddCallback, type FenceRef } from "./fence.ts";

/** The structs that embed a chain. */
export type ChainRef = Ref<"vmaResources"> | Ref<"bindWorks"> | Ref<"requests">;

export interface SwFence {
  /** Starts at 1; `commit` drops that one. */
  pending: number;
  /** Of the first dependency that had one. */
  error: 0 | Errno;
}

/** Kernel: i915_sw_fence_init(). */
export const swFence = (): SwFence => ({ pending: 1, error: 0 });

/** The notifier of each kind of chain. A function pointer in the kernel. */
const notifiers = {
  vmaResources: "i915_vma_resource_fence_notify",
  bindWorks: "fence_notify",
  requests: "submit_notify",
} as const;

/** Yields the procedure to call for a notification: one for each case of the notifier's switch. */
export function notifierOf(chain: ChainRef, state: "FENCE_COMPLETE" | "FENCE_FREE"): string {
  return `${notifiers[collectionOf(chain)]}(${state})`;
}

/**
 * Lets the chain depend on a fence; one that has signalled leaves only its error. Installing is
 * atomic against the signal (driver.md 15). Kernel: i915_sw_fence_await_dma_fence().
 */
export function swFenceAwait(k: Machine, chain: ChainRef, fence: FenceRef): void {
  const callback = { func: "__dma_i915_sw_fence_wake", data: chain };
  if (dmaFenceAddCallback(k, fence, callback)) k.at(chain).chain.pending++;
  else recordError(k, chain, k.at(fence).error);
}

/** Keeps the first error. Kernel: i915_sw_fence_set_error_once(). */
export function recordError(k: Machine, chain: ChainRef, error: 0 | Errno): void {
  if (error === 0) return;
  const sw = k.at(chain).chain;
  if (sw.error === 0) sw.error = error;
}

/** Drops one dependency; true: it was the last one, and the notifiers are due. */
export function swFenceDrop(k: Machine, chain: ChainRef): boolean {
  const sw = k.at(chain).chain;
  if (sw.pending === 0) k.fault("refcount-underflow", chain, "completes a chain that is complete");
  sw.pending--;
  return sw.pending === 0;
}
