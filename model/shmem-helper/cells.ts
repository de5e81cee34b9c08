/**
 * What the drm shmem helper and a driver on top of it hold (Linux 6.x,
 * include/drm/drm_gem_shmem_helper.h, drivers/gpu/drm/panfrost/panfrost_gem.h). Counts are lists of
 * who is counted, as everywhere in the model. Left out: write-combining, sizes, the offset of mmap,
 * and the contents of pages.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import type { Holder, Refcounted } from "../cells/holders.ts";
import type { Lock } from "../cells/lock.ts";
import type { Madv } from "../cells/object.ts";

/** The lists of the shrinker that comes with sg-tables of pinned pages (driver.md 9 V8). */
export type HelperList = "pinned" | "evictable" | "evicted";

/** struct drm_gem_shmem_object, with struct panfrost_gem_object around it. */
export interface ShmemObject extends Refcounted {
  /** `resv`: the object lock. */
  lock: Lock;
  pages: Ref<"shmemPages"> | null;
  /** Who uses the pages: `pages_use_count`. */
  useCount: Holder[];
  /** Who pins them: `pages_pin_count`. All together count as one user. */
  pinCount: Holder[];
  /** Who has them mapped for the kernel: `vmap_use_count`. All together count as one pin. */
  vmapCount: Holder[];
  /** The mapping for the kernel: what `vaddr` leads to. */
  vaddr: Ref<"shmemPages"> | null;
  /** The table that the helper keeps, or that came with an import. */
  sgt: Ref<"shmemSgts"> | null;
  madv: Madv;
  /** The pages have been written out: only with sg-tables of pinned pages. */
  evicted: boolean;
  /** On a list of the helper's shrinker: only with sg-tables of pinned pages. */
  list: HelperList | null;
  /** `import_attach`: the buffer of another device that this is a handle for. */
  importAttach: Ref<"dmaBufs"> | null;
  /** `dma_buf`: it has been exported, for good. */
  exported: boolean;
  /** Grows when the GPU faults: `is_heap`. */
  readonly isHeap: boolean;
  /** Another device has worked with it since the last export. Ghost. */
  isShared: boolean;
  /** The table of the only chunk of a heap: `sgts[0]`. */
  chunkSgt: Ref<"shmemSgts"> | null;
  /** `mappings.lock`. */
  readonly mappingsLock: { lock: Lock };
  /** `mappings.list`. */
  mappings: Ref<"gpuMappings">[];
  /** The jobs that work on it: `gpu_usecount`. */
  gpuUses: Holder[];
}

/** One entry of a page vector: a page, nothing yet, or an error pointer that was left there. */
export type PageSlot = "page" | "none" | "error";

/** A vector of pages, with a reference on each. */
export interface ShmemPages {
  slots: PageSlot[];
}

/** A table that describes pages; null: those of another device. */
export interface ShmemSgt {
  readonly pages: Ref<"shmemPages"> | null;
  /** It is mapped for DMA: the GPU can be given its addresses. */
  isMapped: boolean;
}

/** struct panfrost_gem_mapping: the place of an object in one address space of the GPU. */
export interface GpuMapping extends Refcounted {
  readonly object: Ref<"shmemObjects">;
  /** The number of the address space. */
  readonly space: number;
  /** The node in the address space, by which a fault finds the mapping, is still there. */
  hasNode: boolean;
  active: boolean;
  /** What the GPU's page-table entries point at. */
  entries: Ref<"shmemPages"> | null;
  /** What the GPU may still reach by its TLB. */
  tlb: Ref<"shmemPages"> | null;
}

/** struct vm_area_struct: an area of a process that maps an object, or a buffer by its exporter. */
export interface Area {
  /** The process that has it, or whose child. */
  readonly owner: Ref<"processes">;
  of: Ref<"shmemObjects"> | Ref<"dmaBufs">;
  /** What the CPU's page-table entries point at. */
  entries: Ref<"shmemPages"> | null;
}

/** struct dma_buf: a buffer of another device, or one of ours as others see it. */
export interface DmaBuf extends Refcounted {
  /** Ours; null: of another device. */
  readonly object: Ref<"shmemObjects"> | null;
  attached: boolean;
  /** The table that an attached device works with. */
  sgt: Ref<"shmemSgts"> | null;
}

/** What a driver has once. */
export interface ShmemDriver {
  /** Whether sg-tables are made of pinned pages only: the policy that specs judge by. */
  readonly needsPins: boolean;
  /** The user's handles: handle 0 in the first file, 1 in the second, and so on. */
  handles: (Ref<"shmemObjects"> | null)[];
  /** `shrinker_lock`. */
  readonly shrinkerLock: { lock: Lock };
  /** `shrinker_list`: what nobody needs. */
  shrinkerList: Ref<"shmemObjects">[];
}

export const shmemDriver: Ref<"shmemDrivers"> = ref("shmemDrivers", 0);

/** Which pointer holds the references of an object on its own pages. */
export const pinHold = (object: Ref<"shmemObjects">): Holder => `${object}.pin`;
export const sgtHold = (object: Ref<"shmemObjects">): Holder => `${object}.sgt`;
export const vmapHold = (object: Ref<"shmemObjects">): Holder => `${object}.vmap`;
export const heapHold = (object: Ref<"shmemObjects">): Holder => `${object}.heap`;
export const handleHold = (handle: number): Holder => `shmemDrivers:0.handle ${handle}`;

/** An object without pages, known by its handle. */
export function shmemObject(isHeap: boolean, refs: Holder[]): ShmemObject {
  return {
    refs,
    lock: null,
    pages: null,
    useCount: [],
    pinCount: [],
    vmapCount: [],
    vaddr: null,
    sgt: null,
    madv: "WILLNEED",
    evicted: false,
    list: null,
    importAttach: null,
    exported: false,
    isHeap,
    isShared: false,
    chunkSgt: null,
    mappingsLock: { lock: null },
    mappings: [],
    gpuUses: [],
  };
}
