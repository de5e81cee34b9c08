/**
 * Throwing contents away (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_ttm.c): purge, truncate, and
 * what the driver does before TTM writes pages out. The object lock is held. Left out: CPU domains
 * and memory flags.
 */
import type { Ref } from "../../checker/refs.ts";
import { objectResv, ttmToGem } from "../cells/object.ts";
import { freeCachedIoRsgt } from "../cells/object-tables.ts";
import { dmaResvIsIdle } from "../cells/reservation.ts";
import { fput } from "../cells/shmem-file.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { moveNotify } from "./move.ts";
import { ttmBoValidate } from "./validate.ts";

export interface PurgeLocal {
  object: Ref<"objects">;
}

export const ttmPurge: Procedure<PurgeLocal, Status> = procedure(
  "i915_ttm_purge",
  "driver.md 5 B7; i915_gem_ttm.c",
  [
    follows(
      "is it purged already?",
      (k) => (k.at(k.local.object).madv === "PURGED" ? k.ret(0) : undefined),
      "1",
    ),
    follows(
      "gut it",
      (k) => k.call(ttmBoValidate, { bo: k.at(k.local.object).bo, places: [] }),
      "2",
    ),
    follows(
      "did that work?",
      (k) => {
        const status = k.resultOf(ttmBoValidate);
        if (status !== 0) return k.ret(status);
      },
      "2",
    ),
    step(
      "truncate and close the file",
      (k) => {
        // The tt as it is now: what a ghost has taken needs its file until the ghost ends.
        const { tt } = k.at(k.at(k.local.object).bo);
        if (tt === null) return;
        const cell = k.at(tt);
        if (cell.filp !== null) fput(k, cell.filp);
        cell.filp = null;
      },
      "3",
    ),
    follows("drop the cached table", (k) => freeCachedIoRsgt(k, k.local.object), "4"),
    follows(
      "remember it",
      (k) => {
        k.at(k.local.object).madv = "PURGED";
        return k.ret(0);
      },
      "4",
    ),
  ],
);

/** Purges an object that nobody has mapped or bound any more once it is idle. */
export const ttmTruncate: Procedure<{ object: Ref<"objects"> }, Status> = procedure(
  "i915_ttm_truncate",
  "driver.md 5 B7; i915_gem_ttm.c",
  [
    step("wait until it is idle", (k) => {
      if (dmaResvIsIdle(k, objectResv(k, k.local.object), "BOOKKEEP")) return;
      return k.interrupted() ? k.ret("-ERESTARTSYS") : k.wait();
    }),
    follows("notify", (k) => k.call(moveNotify, { bo: k.at(k.local.object).bo })),
    follows("purge", (k) => {
      const status = k.resultOf(moveNotify);
      return status === 0 ? k.call(ttmPurge, { object: k.local.object }) : k.ret(status);
    }),
    follows("return the status", (k) => k.ret(k.resultOf(ttmPurge))),
  ],
);

/** TTM is about to write the pages of an idle buffer object out. */
export const swapNotify: Procedure<{ bo: Ref<"bos"> }, 0> = procedure(
  "i915_ttm_swap_notify",
  "driver.md 5 B8; i915_gem_ttm.c",
  [
    follows("is it a ghost?", (k) => (k.at(k.local.bo).object === null ? k.ret(0) : undefined)),
    follows("notify", (k) => k.call(moveNotify, { bo: k.local.bo })),
    follows("purge, if nobody needs it", (k) => {
      const { bo } = k.local;
      const object = ttmToGem(k, bo);
      if (k.resultOf(moveNotify) !== 0) k.fault("kernel-assertion", object, "is idle and in use");
      if (k.at(object).cachedIoRsgt !== null) {
        k.fault("kernel-assertion", object, "is in system memory, with a table of local memory");
      }
      if (k.at(object).madv !== "WILLNEED") return k.call(ttmPurge, { object });
    }),
    follows("return", (k) => k.ret(0)),
  ],
);
