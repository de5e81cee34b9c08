/**
 * What the driver throws away of what nobody needs (Linux 6.x,
 * drivers/gpu/drm/panfrost/panfrost_drv.c, panfrost_gem_shrinker.c). Left out: the count of what
 * could be freed, and reclaim inside of an allocation, for which the shrinker is a thread.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Status } from "../machine/errno.ts";
import type { Madv } from "../cells/object.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { shmemDriver } from "./cells.ts";
import {
  leaveShrinkerList,
  lockMappings,
  lockShmemInterruptible,
  lockShrinker,
  tryLock,
  unlockMappings,
  unlockShmem,
  unlockShrinker,
} from "./counts.ts";
import type { ObjectLocal } from "./pages.ts";
import { teardownMapping } from "./panfrost-mapping.ts";
import { isPurgeable, madviseLocked, purgeLocked } from "./reclaim.ts";

export interface MadviseLocal extends ObjectLocal {
  madv: Exclude<Madv, "PURGED">;
  /** The address space of the file that asks. */
  space: number;
  status?: Status;
  /** For revisions that change the list later: whether the contents are still there. */
  isKept?: boolean;
}

export const panfrostMadvise: Procedure<MadviseLocal, Status> = procedure(
  "panfrost_ioctl_madvise",
  "driver.md 9; panfrost_drv.c",
  [
    step(
      "lock the object",
      (k) => {
        if (!lockShmemInterruptible(k, k.local.object)) return k.ret("-EINTR");
      },
      "V5",
    ),
    step("lock the shrinker", (k) => lockShrinker(k), "V5"),
    step("lock the mappings", (k) => lockMappings(k, k.local.object), "V5"),
    follows(
      "is there one user only?",
      (k) => {
        const { object, madv, space } = k.local;
        if (madv === "WILLNEED") return;
        const [first, ...others] = k.at(object).mappings;
        if (first !== undefined && others.length === 0) {
          if (k.at(first).space === space) return;
          k.fault("kernel-assertion", object, "is given up by a file that has it not mapped");
        }
        k.local.status = "-EINVAL";
        return k.goto("unlock the mappings");
      },
      "V5",
    ),
    follows(
      "set madv",
      (k) => k.call(madviseLocked, { object: k.local.object, madv: k.local.madv }),
      "V5",
    ),
    follows(
      "move it on or off the list",
      (k) => {
        const { object, madv } = k.local;
        if (!k.resultOf(madviseLocked)) return;
        leaveShrinkerList(k, object);
        if (madv === "DONTNEED") k.at(shmemDriver).shrinkerList.push(object);
      },
      "V5",
    ),
    follows("unlock the mappings", (k) => unlockMappings(k, k.local.object), "V5"),
    follows("unlock the shrinker", (k) => unlockShrinker(k), "V5"),
    follows(
      "unlock the object",
      (k) => {
        unlockShmem(k, k.local.object);
        return k.ret(k.local.status ?? 0);
      },
      "V5",
    ),
  ],
);

interface PurgeLocal extends ObjectLocal {
  /** Mappings still to remove. */
  left?: Ref<"gpuMappings">[];
}

/** Yields whether the object was purged. The list of the shrinker is locked. */
export const panfrostPurge: Procedure<PurgeLocal, boolean> = procedure(
  "panfrost_gem_purge",
  "driver.md 9; panfrost_gem_shrinker.c",
  [
    step(
      "does a job work on it?",
      (k) => {
        if (k.at(k.local.object).gpuUses.length > 0) return k.ret(false);
      },
      "V6",
    ),
    step(
      "trylock the mappings",
      (k) => {
        if (!tryLock(k, k.at(k.local.object).mappingsLock)) return k.ret(false);
      },
      "V6",
    ),
    step(
      "trylock the object",
      (k) => {
        const { object } = k.local;
        if (tryLock(k, k.at(object))) return;
        unlockMappings(k, object);
        return k.ret(false);
      },
      "V6",
    ),
    follows(
      "unmap it from the next address space",
      (k) => {
        const [mapping, ...left] = k.local.left ?? k.at(k.local.object).mappings;
        if (mapping === undefined) return;
        k.local.left = left;
        return k.call(teardownMapping, { mapping }, "unmap it from the next address space");
      },
      "V6",
    ),
    follows("purge it", (k) => k.call(purgeLocked, { object: k.local.object }), "V6"),
    follows("unlock the object", (k) => unlockShmem(k, k.local.object), "V6"),
    follows(
      "unlock the mappings",
      (k) => {
        unlockMappings(k, k.local.object);
        return k.ret(true);
      },
      "V6",
    ),
  ],
);

interface ScanLocal {
  seen: Ref<"shmemObjects">[];
  object?: Ref<"shmemObjects">;
}

export const panfrostScan: Procedure<ScanLocal, Status> = procedure(
  "panfrost_gem_shrinker_scan",
  "driver.md 9; panfrost_gem_shrinker.c",
  [
    step(
      "trylock the shrinker",
      (k) => {
        if (!tryLock(k, k.at(shmemDriver).shrinkerLock)) return k.ret(0);
      },
      "V6",
    ),
    step(
      "take the next object that looks purgeable",
      (k) => {
        const seen = k.local.seen.slice();
        const object = k
          .at(shmemDriver)
          .shrinkerList.find((each) => !seen.includes(each) && isPurgeable(k, each));
        if (object === undefined) return k.goto("unlock the shrinker");
        k.local.seen = [...seen, object];
        k.local.object = object;
        return k.call(panfrostPurge, { object });
      },
      "V6",
    ),
    follows(
      "take it off the list",
      (k) => {
        if (k.resultOf(panfrostPurge)) leaveShrinkerList(k, k.got("object"));
        return k.goto("take the next object that looks purgeable");
      },
      "V6",
    ),
    follows("unlock the shrinker", (k) => unlockShrinker(k), "V6"),
  ],
);
