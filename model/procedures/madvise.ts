/**
 * Whether the user still needs the contents of an object (Linux 6.x,
 * drivers/gpu/drm/i915/i915_gem.c). Left out: swizzling quirks and phys objects.
 */
import type { Ref } from "../../checker/refs.ts";
import { objectResv, type Madv } from "../cells/object.ts";
import { dmaResvLock, dmaResvUnlock } from "../cells/reservation.ts";
import { adjustLru, shrinkListFor } from "../cells/shrink-list.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { ttmTruncate } from "./purge.ts";
import { shmemTruncate } from "./shmem-pages.ts";

export interface MadviseLocal {
  object: Ref<"objects">;
  madv: Exclude<Madv, "PURGED">;
}

export const madviseIoctl: Procedure<MadviseLocal, Status> = procedure(
  "i915_gem_madvise_ioctl",
  "driver.md 5 B14; i915_gem.c",
  [
    step("lock the object", (k) => {
      const resv = objectResv(k, k.local.object);
      if (k.at(resv).lock !== null && k.interrupted()) return k.ret("-EINTR");
      dmaResvLock(k, resv);
    }),
    follows("set madv", (k) => {
      const object = k.at(k.local.object);
      if (object.madv === "PURGED") return;
      object.madv = k.local.madv;
      adjustLru(k, k.local.object);
    }),
    step("move it to the list where it belongs now", (k) => {
      // An object of TTM keeps its place on a list even without pages.
      const object = k.at(k.local.object);
      if (object.shrinkList !== null) object.shrinkList = shrinkListFor(k, k.local.object);
    }),
    follows("truncate it, if nothing keeps the contents", (k) => {
      const { object } = k.local;
      const { madv, pages, backing } = k.at(object);
      if (madv !== "DONTNEED" || pages !== null) return;
      if (backing === "plain shmem") return k.call(shmemTruncate, { object });
      return k.call(ttmTruncate, { object });
    }),
    follows("unlock the object", (k) => {
      // Whatever has become of that: the user asks whether the contents are still there.
      dmaResvUnlock(k, objectResv(k, k.local.object));
      return k.ret(0);
    }),
  ],
);
