/**
 * struct drm_i915_gem_object (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_object_types.h): the GEM
 * half of an object. `refs` is the GEM reference count; the struct itself lives as long as its
 * buffer object. Left out: CPU domains, and mappings by the kernel.
 */
import { indices, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { resvOf } from "./bo.ts";
import { krefPut, type Holder, type Refcounted } from "./holders.ts";
import type { Placement } from "./resource.ts";
import type { SgtRef, TableRef } from "./sgt.ts";

/** Whether the user still needs the contents. PURGED is the end of them. */
export type Madv = "WILLNEED" | "DONTNEED" | "PURGED";

/** The lists of the shrinker: what it may write out, and what it may throw away. */
export type ShrinkList = "shrink" | "purge";

/**
 * Where the pages of an object come from: from TTM's pool, from a tt in shmem, or, without TTM,
 * from a file of the object's own.
 */
export type Backing = "pool" | "shmem" | "plain shmem";

export interface GemObject extends Refcounted {
  readonly bo: Ref<"bos">;
  /** The table of the pages: `mm.pages`; null: the object has no pages. */
  pages: TableRef | null;
  /** The reference of the pages on their table: `mm.rsgt`. */
  rsgt: SgtRef | null;
  /** Who forbids put_pages: `mm.pages_pin_count`, with names. */
  pagesPins: Holder[];
  /** The object's own table of its local memory: `ttm.cached_io_rsgt`. */
  cachedIoRsgt: Ref<"ioSgts"> | null;
  /** The contents could not be made safe: `mm.unknown_state`. */
  unknownState: boolean;
  /** The TLBs have to be invalidated before the pages are released: `mm.tlb`, for the one GT. */
  tlb: boolean;
  vmas: Ref<"vmas">[];
  /** The VM whose reservation it shares, if any, even after it got its own: `shares_resv_from`. */
  readonly sharesResvFrom: Ref<"vms"> | null;
  madv: Madv;
  /** On a list of the shrinker; null: on none. */
  shrinkList: ShrinkList | null;
  /** It was made shrinkable when TTM was asked last: `mm.ttm_shrinkable`. */
  shrinkable: boolean;
  readonly backing: Backing;
  /** The file of a plain shmem object: `base.filp`. */
  readonly filp: Ref<"files"> | null;
  /** Where it may live, the preferred place first. */
  readonly placements: readonly Placement[];
  /** How many of its vmas the CPU has mapped through the GGTT: `userfault_count`. */
  userfaultCount: number;
}

/** An object without pages, with some handles. */
export function gemObject(
  bo: Ref<"bos">,
  handles: number,
  vmas: Ref<"vmas">[],
  sharesResvFrom: Ref<"vms"> | null,
  parts: Pick<GemObject, "backing" | "filp" | "placements">,
): GemObject {
  return {
    refs: indices(handles).map(() => "user"),
    bo,
    pages: null,
    rsgt: null,
    pagesPins: [],
    cachedIoRsgt: null,
    unknownState: false,
    tlb: false,
    vmas,
    sharesResvFrom,
    madv: "WILLNEED",
    shrinkList: null,
    shrinkable: false,
    userfaultCount: 0,
    ...parts,
  };
}

/** The reservation that is the object's lock. */
export function objectResv(k: Machine, object: Ref<"objects">): Ref<"reservations"> {
  return resvOf(k, k.at(object).bo);
}

/** Which pointer of which object holds a reference: `"objects:0.mm.rsgt"`. */
export const mmRsgt = (object: Ref<"objects">): Holder => `${object}.mm.rsgt`;
export const cachedIoRsgt = (object: Ref<"objects">): Holder => `${object}.ttm.cached_io_rsgt`;

/**
 * Drops a GEM reference, in any context: the last one only queues the work that frees the object.
 * Kernel: i915_gem_object_put(), i915_gem_free_object().
 */
export function gemObjectPut(k: Machine, object: Ref<"objects">, holder: Holder): void {
  if (!krefPut(k, object, k.at(object), holder)) return;
  k.start("free work", "__i915_gem_free_work", { object });
}

/** Forbids put_pages until `unpinPages`. Kernel: __i915_gem_object_pin_pages(). */
export function pinPages(k: Machine, object: Ref<"objects">, holder: Holder): void {
  const { pages, pagesPins } = k.at(object);
  if (k.skips("get")) return;
  if (pages === null) k.fault("kernel-assertion", object, "is pinned without pages");
  pagesPins.push(holder);
  pagesPins.sort();
}

/** Kernel: __i915_gem_object_unpin_pages(). */
export function unpinPages(k: Machine, object: Ref<"objects">, holder: Holder): void {
  if (k.skips("put")) return;
  const { pages, pagesPins } = k.at(object);
  if (pages === null) k.fault("kernel-assertion", object, "is unpinned without pages");
  const index = pagesPins.indexOf(holder);
  if (index < 0) k.fault("refcount-underflow", object, `${holder} unpins pages it has not pinned`);
  pagesPins.splice(index, 1);
}

/**
 * The object that a buffer object lies in. Kernel: i915_ttm_to_gem(), which must not be asked of
 * ghosts.
 */
export function ttmToGem(k: Machine, bo: Ref<"bos">): Ref<"objects"> {
  const { object } = k.at(bo);
  if (object !== null) return object;
  return k.fault("use-after-free-struct", bo, "is a ghost, and is converted to a GEM object");
}
