/**
 * The shrinker that the helper itself has where sg-tables are made of pinned pages: version 18 of
 * the series that adds it to drivers/gpu/drm/drm_gem_shmem_helper.c (drm_gem_shmem_shrinker,
 * November 2023). Left out: how much room there is to write pages out, without which it evicts as
 * little as after a trylock that fails.
 */
import type { Ref } from "../../checker/refs.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { tryLock, unlockShmem } from "./counts.ts";
import { gemObjectPutAndFree } from "./free.ts";
import { evictLocked, isEvictable, isPurgeableByHelper, purgeLocked } from "./reclaim.ts";

interface ScanLocal {
  /** First what can be thrown away, then what can be written out. */
  pass: "purge" | "evict";
  seen: Ref<"shmemObjects">[];
  object?: Ref<"shmemObjects">;
}

export const helperScan: Procedure<ScanLocal, Status> = procedure(
  "drm_gem_shmem_shrinker_scan_objects",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    step(
      "take the next object of the list",
      (k) => {
        const seen = k.local.seen.slice();
        for (let index = 0; index < k.state.shmemObjects.length; index++) {
          const object: Ref<"shmemObjects"> = `shmemObjects:${index}`;
          if (seen.includes(object) || !k.isLive(object)) continue;
          if (k.at(object).list !== "evictable") continue;
          if (!krefGetUnlessZero(k, k.at(object), k.self)) continue;
          k.local.seen = [...seen, object];
          k.local.object = object;
          return;
        }
        if (k.local.pass === "evict") return k.ret(0);
        k.local.pass = "evict";
        k.local.seen = [];
        return k.goto("take the next object of the list");
      },
      "V10",
    ),
    step(
      "trylock the object",
      (k) => {
        if (!tryLock(k, k.at(k.got("object")))) return k.goto("put the object");
      },
      "V10",
    ),
    follows(
      "purge or evict it",
      (k) => {
        const object = k.got("object");
        if (k.local.pass === "purge") {
          if (isPurgeableByHelper(k, object)) return k.call(purgeLocked, { object });
        } else if (isEvictable(k, object)) return k.call(evictLocked, { object });
      },
      "V10",
    ),
    follows("unlock the object", (k) => unlockShmem(k, k.got("object")), "V10"),
    follows(
      "put the object",
      (k) =>
        k.call(
          gemObjectPutAndFree,
          { object: k.got("object"), holder: k.self },
          "take the next object of the list",
        ),
      "V10",
    ),
  ],
);
