/**
 * struct i915_active of a vma (Linux 6.x, drivers/gpu/drm/i915/i915_active.c): what the GPU may
 * still do with it. `actives:0` is embedded in `vmas:0`. While it is not idle it holds a reference
 * on the object. Left out: its mutex (all who acquire hold the object lock here). Idle
 * barriers are those of contexts: see model/barriers/.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import {
  dmaFenceAddCallback,
  dmaFenceGet,
  dmaFenceRemoveCallback,
  type FenceRef,
} from "./fence.ts";

export interface Active {
  /** Tracked fences and temporary users. */
  count: number;
  /** The latest bind. */
  excl: FenceRef | null;
  /** The latest request of each timeline. */
  slots: { readonly timeline: Ref<"timelines">; fence: FenceRef }[];
}

export const idleActive = (): Active => ({ count: 0, excl: null, slots: [] });

/** The activity embedded in a vma. */
export const activeOf = (vma: Ref<"vmas">): Ref<"actives"> => ref("actives", indexOf(vma));
export const vmaOf = (active: Ref<"actives">): Ref<"vmas"> => ref("vmas", indexOf(active));

/** Kernel: i915_active_is_idle(). */
export function activeIsIdle(k: Machine, vma: Ref<"vmas">): boolean {
  return k.at(activeOf(vma)).count === 0;
}

/** Yields the tracked fences, the exclusive one first. */
export function trackedFences(k: Machine, vma: Ref<"vmas">): FenceRef[] {
  const { excl, slots } = k.at(activeOf(vma));
  return [...(excl === null ? [] : [excl]), ...slots.map(({ fence }) => fence)];
}

/**
 * Makes `fence` the exclusive one, which takes over the count of the one before; yields that one,
 * with a reference for the caller. The count must not be 0. Kernel: i915_active_set_exclusive().
 */
export function activeSetExclusive(k: Machine, vma: Ref<"vmas">, fence: FenceRef): FenceRef | null {
  const active = activeOf(vma);
  const cell = k.at(active);
  if (cell.count === 0) k.fault("kernel-assertion", active, "is idle and gets an exclusive fence");
  const previous = cell.excl;
  if (previous === null) cell.count++;
  else {
    dmaFenceRemoveCallback(k, previous, active);
    dmaFenceGet(k, previous, k.self);
  }
  cell.excl = fence;
  dmaFenceAddCallback(k, fence, { func: "active_fence_cb", data: active });
  return previous;
}

/** Says whether a vma has no slot for a timeline yet: it takes memory that may not block. */
export const activeNeedsSlot = (
  k: Machine,
  vma: Ref<"vmas">,
  timeline: Ref<"timelines">,
): boolean => k.at(activeOf(vma)).slots.every((each) => each.timeline !== timeline);

/**
 * Tracks a request in the slot of its timeline. Kernel: i915_active_add_request(), for a busy
 * active.
 */
export function activeAddFence(
  k: Machine,
  vma: Ref<"vmas">,
  timeline: Ref<"timelines">,
  fence: FenceRef,
): void {
  const active = activeOf(vma);
  const cell = k.at(active);
  if (cell.count === 0) k.fault("kernel-assertion", active, "is idle and gets a request");
  const slot = cell.slots.find((each) => each.timeline === timeline);
  if (slot === undefined) {
    cell.slots.push({ timeline, fence });
    cell.count++;
  } else {
    dmaFenceRemoveCallback(k, slot.fence, active);
    slot.fence = fence;
  }
  dmaFenceAddCallback(k, fence, { func: "active_fence_cb", data: active });
}

/** Clears the slot of a fence that has signalled; false: another fence has replaced it. */
export function activeForget(k: Machine, active: Ref<"actives">, fence: FenceRef): boolean {
  const cell = k.at(active);
  if (cell.excl === fence) {
    cell.excl = null;
    return true;
  }
  const index = cell.slots.findIndex((each) => each.fence === fence);
  if (index < 0) return false;
  cell.slots.splice(index, 1);
  return true;
}
