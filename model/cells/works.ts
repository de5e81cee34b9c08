/**
 * The works that embed a fence: the bind work, struct i915_vma_work on struct dma_fence_work, and
 * the migration's struct i915_ttm_memcpy_work (Linux 6.x, i915_vma.c, i915_sw_fence_work.c,
 * gem/i915_gem_ttm_move.c). Left out: the page-table stash, which is memory of the work's own.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { BindBits } from "./bind-bits.ts";
import type { BindFenceRef, MigrationFenceRef } from "./fence.ts";
import type { SgtRef } from "./sgt.ts";
import type { SwFence } from "./sw-fence.ts";

export interface BindWork {
  chain: SwFence;
  /** Set at the commit when nothing was pending: the work runs inline. */
  immediate: boolean;
  /** Which bindings to make; 0: the work was never enabled. */
  bits: BindBits;
  /** What to bind; null: the work was never enabled. */
  resource: Ref<"vmaResources"> | null;
  /** The reference that keeps `unknown_state` readable. */
  object: Ref<"objects"> | null;
}

export const bindFenceOf = (work: Ref<"bindWorks">): BindFenceRef =>
  ref("bindFences", indexOf(work));

export interface MemcpyWork {
  readonly object: Ref<"objects">;
  /** null: the destination is cleared. */
  source: SgtRef | null;
  readonly destination: SgtRef;
  /** The tables that it holds references on; null: none. */
  sourceRsgt: SgtRef | null;
  destinationRsgt: SgtRef | null;
}

export const migrationFenceOf = (work: Ref<"memcpyWorks">): MigrationFenceRef =>
  ref("migrationFences", indexOf(work));
