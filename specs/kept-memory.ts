/**
 * Local memory that an eviction has freed before it was left: whoever allocates it has to wait for
 * the fence of the manager, which comes behind everything that may still use it.
 */
import type { Ref } from "../checker/refs.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";

/**
 * Says whether freed memory is kept by the fence of an eviction; of one on `timeline`, if given.
 */
export function isKept(
  state: DriverState,
  memory: Ref,
  timeline: Ref<"timelines"> | null = null,
): boolean {
  if (!memory.startsWith("blocks:")) return false;
  const move = state.managers[0]?.move ?? null;
  const fence = move === null ? null : at(state, move);
  if (fence == null || fence.signalled) return false;
  return timeline === null || fence.context === timeline;
}
