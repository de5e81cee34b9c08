/**
 * struct ttm_resource_manager of local memory (Linux 6.x, drivers/gpu/drm/ttm/ttm_resource.c): its
 * move fence, behind which memory lies that an eviction has freed before its copy was done. Left
 * out: the order of its LRU, since the choice of a victim is left open; bulk ranges of it are cells
 * of their own.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { dmaFenceGet, dmaFencePut, type FenceRef } from "./fence.ts";

export interface Manager {
  /** The fence of the latest eviction, with a reference; null: there was none. */
  move: FenceRef | null;
}

/** The manager of local memory. That of system memory has no move fence. */
export const lmemManager: Ref<"managers"> = "managers:0";

/**
 * Says whether `fence` is later than `other`. An unfinished fence is later on its timeline than one
 * that has signalled or lies before it in the queue; fences of different timelines are not ordered.
 * Kernel: dma_fence_is_later().
 */
export function dmaFenceIsLater(k: Machine, fence: FenceRef, other: FenceRef): boolean {
  const { context } = k.at(fence);
  if (context === null || k.at(other).context !== context) return false;
  const { queue } = k.at(context);
  const position = (each: FenceRef): number => queue.indexOf(ref("requests", indexOf(each)));
  return position(fence) > position(other);
}

/**
 * Lets whoever allocates from now on wait for `fence`, in one step under the manager's lock.
 * Kernel: ttm_bo_move_pipeline_evict().
 */
export function publishMoveFence(k: Machine, fence: FenceRef): void {
  const manager = k.at(lmemManager);
  if (manager.move !== null) {
    if (!dmaFenceIsLater(k, fence, manager.move)) return;
    dmaFencePut(k, manager.move, lmemManager);
  }
  manager.move = fence;
  dmaFenceGet(k, fence, lmemManager);
}
