/**
 * The place of an object in an address space of the GPU (Linux 6.x,
 * drivers/gpu/drm/panfrost/panfrost_gem.c, panfrost_mmu.c). Left out: address spaces themselves,
 * where there is always room, and a GPU that sleeps and needs no flush.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import { krefGet, krefPut, type Holder } from "../cells/holders.ts";
import { isError, type Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { handleHold, shmemDriver } from "./cells.ts";
import { lockMappings, unlockMappings } from "./counts.ts";
import { gemObjectPutAndFree } from "./free.ts";
import type { ObjectLocal } from "./pages.ts";
import { getPagesSgt } from "./sg-table.ts";

type MappingRef = Ref<"gpuMappings">;

/** Points the entries at what a table describes, which the TLB may know at once. */
export function writeEntries(k: Machine, mapping: MappingRef, sgt: Ref<"shmemSgts">): void {
  const { pages, isMapped } = k.at(sgt);
  if (!isMapped) k.fault("kernel-assertion", sgt, "is given to the GPU, but not mapped for DMA");
  if (pages !== null && !k.isLive(pages)) {
    k.fault("use-after-free-memory", sgt, "describes pages that have been freed");
  }
  k.at(mapping).entries = pages;
  k.at(mapping).tlb = pages;
  k.at(mapping).active = true;
}

interface MapLocal {
  mapping: MappingRef;
  sgt?: Ref<"shmemSgts">;
}

export const mmuMap: Procedure<MapLocal, Status> = procedure(
  "panfrost_mmu_map",
  "driver.md 9; panfrost_mmu.c",
  [
    follows(
      "get the table",
      (k) => {
        const { object, active } = k.at(k.local.mapping);
        if (active) k.fault("kernel-assertion", k.local.mapping, "is mapped twice");
        return k.call(getPagesSgt, { object });
      },
      "V2",
    ),
    follows(
      "is there one?",
      (k) => {
        const sgt = k.resultOf(getPagesSgt);
        if (isError(sgt)) return k.ret(sgt);
        k.local.sgt = sgt;
      },
      "V2",
    ),
    step(
      "write the entries, and flush",
      (k) => {
        writeEntries(k, k.local.mapping, k.got("sgt"));
        return k.ret(0);
      },
      "V2",
    ),
  ],
);

interface MappingLocal {
  mapping: MappingRef;
}

export const mmuUnmap: Procedure<MappingLocal, Status> = procedure(
  "panfrost_mmu_unmap",
  "driver.md 9; panfrost_mmu.c",
  [
    step(
      "clear the entries",
      (k) => {
        k.at(k.local.mapping).entries = null;
      },
      "V3",
    ),
    step(
      "flush the TLB",
      (k) => {
        k.at(k.local.mapping).tlb = null;
      },
      "V3",
    ),
    follows(
      "it is inactive",
      (k) => {
        k.at(k.local.mapping).active = false;
        return k.ret(0);
      },
      "V3",
    ),
  ],
);

export const teardownMapping: Procedure<MappingLocal, Status> = procedure(
  "panfrost_gem_teardown_mapping",
  "driver.md 9; panfrost_gem.c",
  [
    follows(
      "unmap it, if it is active",
      (k) => {
        const { mapping } = k.local;
        if (k.at(mapping).active) return k.call(mmuUnmap, { mapping });
      },
      "V3",
    ),
    step(
      "remove its node",
      (k) => {
        k.at(k.local.mapping).hasNode = false;
        return k.ret(0);
      },
      "V3",
    ),
  ],
);

export interface MappingPutLocal extends MappingLocal {
  holder: Holder;
}

/** Drops a reference on a mapping; the last one removes it. */
export const mappingPut: Procedure<MappingPutLocal, Status> = procedure(
  "panfrost_gem_mapping_put",
  "driver.md 9; panfrost_gem.c",
  [
    follows(
      "drop the reference",
      (k) => {
        const { mapping, holder } = k.local;
        if (!krefPut(k, mapping, k.at(mapping), holder)) return k.ret(0);
        return k.call(teardownMapping, { mapping });
      },
      "V1",
    ),
    follows(
      "put the object",
      (k) => {
        const { mapping } = k.local;
        const { object } = k.at(mapping);
        return k.call(gemObjectPutAndFree, { object, holder: mapping });
      },
      "V1",
    ),
    follows(
      "free the mapping",
      (k) => {
        const { mapping } = k.local;
        const { hasNode, active, entries, tlb } = k.at(mapping);
        if (hasNode || active || entries !== null || tlb !== null) {
          k.fault("kernel-assertion", mapping, "is freed while it is still in its address space");
        }
        k.free(mapping);
        return k.ret(0);
      },
      "V1",
    ),
  ],
);

export interface SpaceLocal extends ObjectLocal {
  /** The file, whose handle of that number this is, and its address space. */
  space: number;
  mapping?: MappingRef;
  status?: Status;
}

/** A file gets to know the object: it is mapped in the address space of the file. */
export const gemOpen: Procedure<SpaceLocal, Status> = procedure(
  "panfrost_gem_open",
  "driver.md 9; panfrost_gem.c",
  [
    step(
      "create a mapping",
      (k) => {
        if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        const { object, space } = k.local;
        const mapping = k.alloc("gpuMappings", {
          refs: [handleHold(space)],
          object,
          space,
          hasNode: true,
          active: false,
          entries: null,
          tlb: null,
        });
        krefGet(k, object, k.at(object), mapping);
        k.local.mapping = mapping;
      },
      "V1",
    ),
    follows(
      "map it, unless it is a heap",
      (k) => {
        if (k.at(k.local.object).isHeap) return k.goto("list it");
        return k.call(mmuMap, { mapping: k.got("mapping") });
      },
      "V2",
    ),
    follows(
      "did that work?",
      (k) => {
        k.local.status = k.resultOf(mmuMap);
        if (k.local.status !== 0) return k.goto("put the mapping");
      },
      "V2",
    ),
    step(
      "list it",
      (k) => {
        const { object } = k.local;
        lockMappings(k, object);
        if (k.at(object).madv !== "WILLNEED") {
          k.fault("kernel-assertion", object, "is mapped though nobody needs it");
        }
        k.at(object).mappings.push(k.got("mapping"));
        unlockMappings(k, object);
        return k.ret(0);
      },
      "V1",
    ),
    follows(
      "put the mapping",
      (k) => {
        const { space } = k.local;
        return k.call(mappingPut, { mapping: k.got("mapping"), holder: handleHold(space) });
      },
      "V1",
    ),
    follows("return the status", (k) => k.ret(k.local.status ?? 0)),
  ],
);

/** The mapping that an object has in an address space; null: none. */
export function mappingIn(
  k: Machine,
  object: Ref<"shmemObjects">,
  space: number,
): MappingRef | null {
  return k.at(object).mappings.find((each) => k.at(each).space === space) ?? null;
}

export const gemClose: Procedure<SpaceLocal, Status> = procedure(
  "panfrost_gem_close",
  "driver.md 9; panfrost_gem.c",
  [
    step(
      "take the mapping off the list",
      (k) => {
        const { object, space } = k.local;
        lockMappings(k, object);
        const mapping = mappingIn(k, object, space);
        const cell = k.at(object);
        cell.mappings = cell.mappings.filter((each) => each !== mapping);
        unlockMappings(k, object);
        if (mapping === null) return k.ret(0);
        return k.call(mappingPut, { mapping, holder: handleHold(space) });
      },
      "V1",
    ),
    follows("return", (k) => k.ret(0)),
  ],
);

/** A second file gets a handle of the object, by its name. */
export const openByName: Procedure<SpaceLocal, Status> = procedure(
  "drm_gem_open_ioctl",
  "driver.md 9; drm_gem.c",
  [
    step("take a reference for the handle", (k) => {
      const { object, space } = k.local;
      krefGet(k, object, k.at(object), handleHold(space));
      return k.call(gemOpen, { object, space });
    }),
    step("publish the handle", (k) => {
      const status = k.resultOf(gemOpen);
      const { object, space } = k.local;
      if (status === 0) {
        k.at(shmemDriver).handles[space] = object;
        return k.ret(0);
      }
      k.local.status = status;
      return k.call(gemObjectPutAndFree, { object, holder: handleHold(space) });
    }),
    follows("return the status", (k) => k.ret(k.local.status ?? 0)),
  ],
);

/** Closes a handle: unmaps the object from the address space of its file, and puts it. */
export const releaseHandle: Procedure<{ handle: number; object?: Ref<"shmemObjects"> }, Status> =
  procedure("drm_gem_object_release_handle", "driver.md 9; drm_gem.c", [
    step("remove the handle", (k) => {
      const { handle } = k.local;
      const object = k.at(shmemDriver).handles[handle] ?? null;
      if (object === null) return k.ret(0);
      k.at(shmemDriver).handles[handle] = null;
      k.local.object = object;
      return k.call(gemClose, { object, space: handle });
    }),
    follows("put the object", (k) => {
      const object = k.got("object");
      return k.call(gemObjectPutAndFree, { object, holder: handleHold(k.local.handle) });
    }),
    follows("return", (k) => k.ret(0)),
  ]);

/** The mapping that an address lies in, if any has a node there. */
export function mappingAt(k: Machine, space: number): MappingRef | null {
  const index = k.state.gpuMappings.findIndex((each) => each?.space === space && each.hasNode);
  return index < 0 ? null : ref("gpuMappings", index);
}
