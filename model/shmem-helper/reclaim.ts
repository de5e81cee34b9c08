/**
 * What the helper does with pages that nobody needs, or not now (Linux 6.x,
 * drivers/gpu/drm/drm_gem_shmem_helper.c). Writing pages out, and reading them in again, is only
 * there with sg-tables of pinned pages: version 18 of the series that adds a shrinker to the
 * helper. Left out: the contents, which a purge throws away, and how much room there is to write
 * them out.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Madv } from "../cells/object.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { sgtHold, type HelperList } from "./cells.ts";
import { freePages, gemGetPages, putPagesLocked, type ObjectLocal } from "./pages.ts";

/** Kernel: drm_gem_shmem_is_purgeable(). */
export function isPurgeable(k: Machine, object: Ref<"shmemObjects">): boolean {
  const { madv, pinCount, sgt, exported, importAttach } = k.at(object);
  if (madv !== "DONTNEED" || pinCount.length > 0) return false;
  return sgt !== null && !exported && importAttach === null;
}

/** The same where sg-tables are made of pinned pages: purging needs users, not a table. */
export function isPurgeableByHelper(k: Machine, object: Ref<"shmemObjects">): boolean {
  const { madv, pinCount, useCount, exported, importAttach } = k.at(object);
  if (madv !== "DONTNEED" || pinCount.length > 0) return false;
  return useCount.length > 0 && !exported && importAttach === null;
}

/** Kernel: drm_gem_shmem_is_evictable(). */
export function isEvictable(k: Machine, object: Ref<"shmemObjects">): boolean {
  const { madv, pinCount, useCount, exported, importAttach, evicted } = k.at(object);
  if (madv === "PURGED" || pinCount.length > 0 || evicted) return false;
  return useCount.length > 0 && !exported && importAttach === null;
}

/** The list of the helper's shrinker that an object belongs to. */
function helperListOf(k: Machine, object: Ref<"shmemObjects">): HelperList | null {
  const { madv, pages, evicted, importAttach } = k.at(object);
  if (madv === "PURGED" || importAttach !== null) return null;
  if (isPurgeableByHelper(k, object) || isEvictable(k, object)) return "evictable";
  if (evicted) return "evicted";
  return pages === null ? null : "pinned";
}

/** Moves an object to the list where it belongs now. */
export function updateHelperList(k: Machine, object: Ref<"shmemObjects">): void {
  k.at(object).list = helperListOf(k, object);
}

interface MadviseLocal extends ObjectLocal {
  madv: Exclude<Madv, "PURGED">;
}

/** Yields whether the contents are still there. */
export const madviseLocked: Procedure<MadviseLocal, boolean> = procedure(
  "drm_gem_shmem_madvise_locked",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    follows(
      "set madv",
      (k) => {
        const object = k.at(k.local.object);
        if (object.madv !== "PURGED") object.madv = k.local.madv;
      },
      "H16",
    ),
    follows(
      "are the contents still there?",
      (k) => k.ret(k.at(k.local.object).madv !== "PURGED"),
      "H16",
    ),
  ],
);

/** Removes what leads from user space to the object. Kernel: drm_vma_node_unmap(). */
export function unmapFromUsers(k: Machine, object: Ref<"shmemObjects">): void {
  for (const area of k.state.areas) if (area?.of === object) area.entries = null;
}

export const purgeLocked: Procedure<ObjectLocal, Status> = procedure(
  "drm_gem_shmem_purge_locked",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    // An export does not take the object lock: what the caller has asked may have changed.
    step(
      "is it purgeable?",
      (k) => {
        const { object } = k.local;
        if (isPurgeable(k, object)) return;
        k.fault("reclaimed-in-use", object, "is purged though it is not purgeable any more");
      },
      "H18",
    ),
    follows(
      "free the table",
      (k) => {
        const { object } = k.local;
        const { sgt } = k.at(object);
        if (sgt === null) return k.fault("null-pointer", object, "has no table to free");
        k.free(sgt);
        k.at(object).sgt = null;
      },
      "H18",
    ),
    follows(
      "put the pages of the table",
      (k) => {
        const { object } = k.local;
        return k.call(putPagesLocked, { object, holder: sgtHold(object) });
      },
      "H18",
    ),
    step(
      "mark it purged",
      (k) => {
        k.at(k.local.object).madv = "PURGED";
      },
      "H18",
    ),
    follows("unmap it from user space", (k) => unmapFromUsers(k, k.local.object), "H18"),
  ],
);

/** Writes the pages out. Nothing calls it in landed code. */
export const evictLocked: Procedure<ObjectLocal, Status> = procedure(
  "drm_gem_shmem_evict_locked",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    step(
      "is it evictable?",
      (k) => {
        const { object } = k.local;
        if (isEvictable(k, object)) return;
        k.fault("reclaimed-in-use", object, "is evicted though it is not evictable any more");
      },
      "H21",
    ),
    follows(
      "free the pages, its table first",
      (k) => k.call(freePages, { object: k.local.object }),
      "H21",
    ),
    step("unmap it from user space", (k) => unmapFromUsers(k, k.local.object), "H21"),
    follows(
      "mark it evicted",
      (k) => {
        k.at(k.local.object).evicted = true;
        updateHelperList(k, k.local.object);
        return k.ret(0);
      },
      "H21",
    ),
  ],
);

/** Reads pages in again that have been written out. Nothing calls it in landed code. */
export const swapinLocked: Procedure<ObjectLocal, Status> = procedure(
  "drm_gem_shmem_swapin_locked",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    follows(
      "has it been evicted?",
      (k) => {
        const { evicted, madv } = k.at(k.local.object);
        if (!evicted) return k.ret(0);
        if (madv === "PURGED") return k.ret("-ENOMEM");
      },
      "H22",
    ),
    follows(
      "read the pages in again",
      (k) => {
        const { object } = k.local;
        // Whoever was the first user again after the last one had left has read them already.
        if (k.at(object).pages === null && gemGetPages(k, object) !== 0) return k.ret("-ENOMEM");
        k.at(object).evicted = false;
        updateHelperList(k, object);
        return k.ret(0);
      },
      "H22",
    ),
  ],
);
