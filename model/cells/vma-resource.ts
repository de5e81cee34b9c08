/**
 * struct i915_vma_resource (Linux 6.x, drivers/gpu/drm/i915/i915_vma_resource.[ch]): one binding of
 * a vma, with its own life. The unbind fence is embedded: `unbindFences:0` lies in
 * `vmaResources:0`, and counts the references of both. Left out: page sizes.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { BindBits } from "./bind-bits.ts";
import { dmaFenceGet, dmaFenceInit, dmaFencePut, type UnbindFenceRef } from "./fence.ts";
import type { Holder } from "./holders.ts";
import { refctSgtGet, type SgtRef, type TableRef } from "./sgt.ts";
import { swFence, type SwFence } from "./sw-fence.ts";

export interface VmaResource {
  /** Cleared after the unbind; not counted. */
  vm: Ref<"vms"> | null;
  /** The page that it binds. */
  readonly slot: number;
  /** The guard pages on each side, which its range in the tree includes. */
  readonly guard: number;
  /** That of its vma. Ghost: specs read it, the driver does not. */
  readonly colour: number;
  /** Who keeps the unbind fence from signalling: `hold_count`, with names. */
  holds: Holder[];
  chain: SwFence;
  /** The table that a bind reads: `bi.pages`. */
  readonly pages: TableRef | null;
  /** The reference on the table of the object: `bi.pages_rsgt`. */
  rsgt: SgtRef | null;
  /** A page-table entry has been written. */
  allocated: boolean;
  /** No dependency was pending when the unbind was scheduled: it runs inline. */
  immediateUnbind: boolean;
  skipPteRewrite: boolean;
  /**
   * Whose `mm.tlb` the unbind work writes to: a pointer into the object, without a reference; null:
   * the unbind is synchronous, or nobody looks at TLBs.
   */
  tlb: Ref<"objects"> | null;
  /** Which bindings have been written into the GGTT, or behind it: `bound_flags`. */
  boundFlags: BindBits;
  /** The unbind writes to the GGTT, so that the device has to be awake. */
  needsWakeref: boolean;
  /** And it is kept awake: `wakeref`. */
  wakeref: boolean;
  /** How far its bind is. Ghost: specs read it, the driver does not. */
  bind: "none" | "pending" | "done";
  /** How far its unbind is. Ghost likewise. */
  unbind: "none" | "scheduled" | "done";
}

export const unbindFenceOf = (resource: Ref<"vmaResources">): UnbindFenceRef =>
  ref("unbindFences", indexOf(resource));

/** A resource that is allocated and not initialised yet. Kernel: i915_vma_resource_alloc(). */
export const blankVmaResource = (): VmaResource => ({
  vm: null,
  slot: 0,
  guard: 0,
  colour: 0,
  holds: [],
  chain: { pending: 0, error: 0 },
  pages: null,
  rsgt: null,
  allocated: false,
  immediateUnbind: false,
  skipPteRewrite: false,
  tlb: null,
  boundFlags: 0,
  needsWakeref: false,
  wakeref: false,
  bind: "none",
  unbind: "none",
});

/** What a resource is initialised from: its vma, and the object's table. */
export interface BindInfo {
  readonly vma: Ref<"vmas">;
  readonly vm: Ref<"vms">;
  readonly slot: number;
  readonly guard: number;
  readonly pages: TableRef | null;
  /** The table to take a reference on; null: raw pointers only. */
  readonly rsgt: SgtRef | null;
}

/** Initialises a resource; its vma gets the first reference. Kernel: i915_vma_resource_init(). */
export function vmaResourceInit(k: Machine, resource: Ref<"vmaResources">, info: BindInfo): void {
  const { vma, vm, slot, guard, pages, rsgt } = info;
  const { colour } = k.at(vma);
  if (rsgt !== null) refctSgtGet(k, rsgt, resource);
  k.allocAt(resource, {
    ...blankVmaResource(),
    vm,
    slot,
    guard,
    colour,
    holds: [resource],
    chain: swFence(),
    pages,
    rsgt,
  });
  dmaFenceInit(k, unbindFenceOf(resource), vma);
}

/** Kernel: i915_vma_resource_get(). */
export function vmaResourceGet(k: Machine, resource: Ref<"vmaResources">, holder: Holder): void {
  dmaFenceGet(k, unbindFenceOf(resource), holder);
}

/** Kernel: i915_vma_resource_put(). */
export function vmaResourcePut(k: Machine, resource: Ref<"vmaResources">, holder: Holder): void {
  dmaFencePut(k, unbindFenceOf(resource), holder);
}

/**
 * Keeps the unbind fence from signalling; false: too late. Kernel: i915_vma_resource_hold(), whose
 * caller is inside of a fence-signalling section from then on.
 */
export function vmaResourceHold(
  k: Machine,
  resource: Ref<"vmaResources">,
  holder: Holder,
): boolean {
  const { holds } = k.at(resource);
  if (holds.length === 0) return false;
  holds.push(holder);
  holds.sort();
  return true;
}

/**
 * Gives a resource back to its slab, whatever it holds: for one that no bind has used. Freeing NULL
 * is tolerated. Kernel: i915_vma_resource_free().
 */
export function vmaResourceFree(k: Machine, resource: Ref<"vmaResources"> | null): void {
  if (resource === null) return;
  k.free(resource);
  const fence = unbindFenceOf(resource);
  if (k.isLive(fence)) k.free(fence);
}

/** The references that a resource's own machinery holds on it. */
export const chainHold = (resource: Ref<"vmaResources">): Holder => `${resource}.chain`;
export const workHold = (resource: Ref<"vmaResources">): Holder => `${resource}.work`;

/**
 * Frees memory of the general allocator: vma resources come from a slab of their own, and must go
 * back to that. No correct caller has any of them freed here. Kernel: kfree().
 */
export function kfree(k: Machine, resource: Ref<"vmaResources"> | null): void {
  if (resource === null) return;
  k.fault("wrong-allocator", resource, "was taken from the slab of vma resources");
}
