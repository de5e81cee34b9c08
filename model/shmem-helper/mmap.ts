/**
 * Mappings of an object for user space (Linux 6.x, drivers/gpu/drm/drm_gem_shmem_helper.c,
 * drm_gem.c, mm/mmap.c). Left out: offsets, of which a purge frees that of its object, and parts of
 * an object.
 */
import { collectionOf, ref, type Ref } from "../../checker/refs.ts";
import { krefGet } from "../cells/holders.ts";
import type { Errno, Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import type { Area } from "./cells.ts";
import { countUp, lockShmem, unlockShmem } from "./counts.ts";
import { dmaBufPut, gemObjectPutAndFree } from "./free.ts";
import { getPagesLocked, putPagesLocked, type ObjectLocal } from "./pages.ts";

type AreaRef = Ref<"areas">;

/** The first area that a thread or its child has; null: none. */
export function areaOf(k: Machine): AreaRef | null {
  const index = k.state.areas.findIndex((area) => area?.owner === k.self);
  return index < 0 ? null : ref("areas", index);
}

export interface MmapLocal extends ObjectLocal {
  /** Whether writes are to stay private, which cannot be had. */
  isPrivate?: boolean;
  area?: AreaRef;
}

export const shmemMmap: Procedure<MmapLocal & { area: AreaRef }, Status> = procedure(
  "drm_gem_shmem_mmap",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    follows(
      "is it an import?",
      (k) => {
        if (k.at(k.local.object).importAttach !== null) return k.goto("let the exporter map it");
        if (k.local.isPrivate === true) return k.ret("-EINVAL");
      },
      "H11",
    ),
    step("lock the object", (k) => lockShmem(k, k.local.object), "H11"),
    follows(
      "get the pages",
      (k) => {
        const { object, area } = k.local;
        return k.call(getPagesLocked, { object, holder: area });
      },
      "H11",
    ),
    follows(
      "unlock the object",
      (k) => {
        unlockShmem(k, k.local.object);
        return k.ret(k.resultOf(getPagesLocked));
      },
      "H11",
    ),
    step(
      "let the exporter map it",
      (k) => {
        const { object, area } = k.local;
        const { importAttach } = k.at(object);
        if (importAttach === null) return k.fault("null-pointer", object, "is no import");
        if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
        krefGet(k, importAttach, k.at(importAttach), area);
        k.at(area).of = importAttach;
      },
      "H12",
    ),
    follows(
      "put the object that it does not map",
      (k) => k.call(gemObjectPutAndFree, { object: k.local.object, holder: k.local.area }),
      "H12",
    ),
    follows("return", (k) => k.ret(0), "H12"),
  ],
);

/** The core's part: the area holds a reference on the object. */
export const mmapObject: Procedure<MmapLocal & { status?: Status }, Status> = procedure(
  "drm_gem_mmap_obj",
  "driver.md 9; drm_gem.c",
  [
    step(
      "take a reference for the area",
      (k) => {
        const { object } = k.local;
        const area = k.alloc("areas", { owner: k.self, of: object, entries: null });
        k.local.area = area;
        krefGet(k, object, k.at(object), area);
      },
      "H11",
    ),
    follows("map it", (k) => k.call(shmemMmap, { ...k.local, area: k.got("area") }), "H11"),
    follows(
      "did that work?",
      (k) => {
        k.local.status = k.resultOf(shmemMmap);
        if (k.local.status === 0) return k.ret(0);
        const { object } = k.local;
        return k.call(gemObjectPutAndFree, { object, holder: k.got("area") });
      },
      "H11",
    ),
    follows(
      "give the area up",
      (k) => {
        k.free(k.got("area"));
        return k.ret(k.local.status ?? 0);
      },
      "H11",
    ),
  ],
);

interface AreaLocal {
  area: AreaRef;
  object: Ref<"shmemObjects">;
}

/** A child gets a copy of an area. */
export const vmOpen: Procedure<AreaLocal, Status> = procedure(
  "drm_gem_shmem_vm_open",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    step("lock the object", (k) => lockShmem(k, k.local.object), "H13"),
    follows(
      "use the pages once more",
      (k) => {
        const { object, area } = k.local;
        if (k.at(object).useCount.length === 0) {
          k.fault("kernel-assertion", object, "is mapped though nobody uses its pages");
        }
        countUp(k, k.at(object), "useCount", area);
      },
      "H13",
    ),
    follows("unlock the object", (k) => unlockShmem(k, k.local.object), "H13"),
    step(
      "take a reference for the copy",
      (k) => krefGet(k, k.local.object, k.at(k.local.object), k.local.area),
      "H13",
    ),
  ],
);

/** Closes an area, whose entries the core has removed. */
export const vmClose: Procedure<AreaLocal, Status> = procedure(
  "drm_gem_shmem_vm_close",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    step("lock the object", (k) => lockShmem(k, k.local.object), "H14"),
    follows(
      "put the pages",
      (k) => k.call(putPagesLocked, { object: k.local.object, holder: k.local.area }),
      "H14",
    ),
    follows("unlock the object", (k) => unlockShmem(k, k.local.object), "H14"),
    step(
      "put the object",
      (k) => k.call(gemObjectPutAndFree, { object: k.local.object, holder: k.local.area }),
      "H14",
    ),
  ],
);

/** Copies one area of the thread for a child; nothing, if it has none, or the exporter's. */
export const fork: Procedure<ObjectLocal, Status> = procedure(
  "dup_mmap",
  "driver.md 9; mm/mmap.c",
  [
    step(
      "copy the area",
      (k) => {
        const { object } = k.local;
        const area = areaOf(k);
        if (area === null || k.at(area).of !== object) return k.ret(0);
        const { entries } = k.at(area);
        const copy = k.alloc("areas", { owner: k.self, of: object, entries });
        return k.call(vmOpen, { area: copy, object });
      },
      "H13",
    ),
    follows("return", (k) => k.ret(0)),
  ],
);

/** Unmaps every area that the thread and its children have. */
export const unmapAreas: Procedure<{ area?: AreaRef }, Status> = procedure(
  "unmap_region",
  "driver.md 9; mm/mmap.c",
  [
    step(
      "remove the entries of the next area",
      (k) => {
        const area = areaOf(k);
        if (area === null) return k.ret(0);
        k.local.area = area;
        const { of } = k.at(area);
        k.at(area).entries = null;
        if (isObject(of)) return k.call(vmClose, { area, object: of });
        dmaBufPut(k, of, area);
      },
      "H14",
    ),
    follows("free the area", (k) => {
      k.free(k.got("area"));
      delete k.local.area;
      return k.goto("remove the entries of the next area");
    }),
  ],
);

/** Says whether an area maps one of our objects, and not the buffer of another device. */
const isObject = (of: Area["of"]): of is Ref<"shmemObjects"> => collectionOf(of) === "shmemObjects";

interface FaultLocal extends ObjectLocal {
  area: AreaRef;
  status?: Errno;
}

export const shmemFault: Procedure<FaultLocal, Status> = procedure(
  "drm_gem_shmem_fault",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    step("lock the object", (k) => lockShmem(k, k.local.object), "H15"),
    follows(
      "are there pages?",
      (k) => {
        const { object } = k.local;
        const { pages, madv } = k.at(object);
        if (pages === null) k.fault("kernel-assertion", object, "is mapped without pages");
        if (madv !== "PURGED") return;
        k.local.status = "-EFAULT";
        return k.goto("unlock the object");
      },
      "H15",
    ),
    follows(
      "insert the entry",
      (k) => {
        k.at(k.local.area).entries = k.at(k.local.object).pages;
      },
      "H15",
    ),
    follows(
      "unlock the object",
      (k) => {
        unlockShmem(k, k.local.object);
        return k.ret(k.local.status ?? 0);
      },
      "H15",
    ),
  ],
);

/** Touches the object where the thread has mapped it; nothing, if it has not. */
export const touchArea: Procedure<ObjectLocal, Status> = procedure(
  "user_access_shmem",
  "driver.md 9; a user of drm_gem_shmem_fault",
  [
    step("is there an entry?", (k) => {
      const { object } = k.local;
      const area = areaOf(k);
      if (area === null || k.at(area).of !== object || k.at(area).entries !== null) return k.ret(0);
      return k.call(shmemFault, { object, area });
    }),
    follows("return the status", (k) => k.ret(k.resultOf(shmemFault))),
  ],
);
