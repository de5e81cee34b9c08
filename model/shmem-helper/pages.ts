/**
 * The pages of an object, and who uses and pins them (Linux 6.x,
 * drivers/gpu/drm/drm_gem_shmem_helper.c). The text is that of the landed helper; what is different
 * where sg-tables are made of pinned pages only, pinned-tables.ts says.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Holder } from "../cells/holders.ts";
import type { Status } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { pinHold } from "./cells.ts";
import {
  countDown,
  countUp,
  countUpUnlessZero,
  lockShmem,
  lockShmemInterruptible,
  unlockShmem,
} from "./counts.ts";

export interface UseLocal {
  object: Ref<"shmemObjects">;
  /** Who is counted. */
  holder: Holder;
}

/** Reads the pages of an object in. Kernel: drm_gem_get_pages(). */
export function gemGetPages(k: Machine, object: Ref<"shmemObjects">): Status {
  if (k.fails("-ENOMEM")) return "-ENOMEM";
  k.at(object).pages = k.alloc("shmemPages", { slots: ["page"] });
  return 0;
}

export const getPagesLocked: Procedure<UseLocal, Status> = procedure(
  "drm_gem_shmem_get_pages_locked",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    follows(
      "is there a user already?",
      (k) => {
        const { object, holder } = k.local;
        if (k.at(object).importAttach !== null) {
          k.fault("kernel-assertion", object, "is asked for pages, which its exporter has");
        }
        if (countUpUnlessZero(k, k.at(object), "useCount", holder)) return k.ret(0);
      },
      "H1",
    ),
    follows(
      "read the pages in",
      (k) => {
        if (gemGetPages(k, k.local.object) !== 0) return k.ret("-ENOMEM");
      },
      "H1",
    ),
    follows(
      "count the first user",
      (k) => {
        countUp(k, k.at(k.local.object), "useCount", k.local.holder);
        return k.ret(0);
      },
      "H1",
    ),
  ],
);

export interface ObjectLocal {
  object: Ref<"shmemObjects">;
}

/** Puts every page, and the vector. Part of drm_gem_shmem_put_pages_locked() in landed code. */
export const freePages: Procedure<ObjectLocal, Status> = procedure(
  "drm_gem_shmem_free_pages",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    follows(
      "put the pages",
      (k) => {
        const { object } = k.local;
        const { pages } = k.at(object);
        if (pages === null) return k.fault("null-pointer", object, "puts pages that it has not");
        if (k.at(pages).slots.includes("error")) {
          k.fault("null-pointer", pages, "puts a page that is an error pointer");
        }
        k.free(pages);
        k.at(object).pages = null;
        return k.ret(0);
      },
      "H2",
    ),
  ],
);

export const putPagesLocked: Procedure<UseLocal, Status> = procedure(
  "drm_gem_shmem_put_pages_locked",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    follows(
      "drop the use",
      (k) => {
        const { object, holder } = k.local;
        if (!countDown(k, object, "useCount", holder)) return k.ret(0);
      },
      "H2",
    ),
    follows(
      "free the pages with the last one",
      (k) => k.call(freePages, { object: k.local.object }),
      "H2",
    ),
  ],
);

export const pinLocked: Procedure<UseLocal, Status> = procedure(
  "drm_gem_shmem_pin_locked",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    follows(
      "is it pinned already?",
      (k) => {
        const { object, holder } = k.local;
        if (countUpUnlessZero(k, k.at(object), "pinCount", holder)) return k.ret(0);
      },
      "H3",
    ),
    follows(
      "get the pages",
      (k) => {
        const { object } = k.local;
        return k.call(getPagesLocked, { object, holder: pinHold(object) });
      },
      "H3",
    ),
    follows(
      "count the first pin",
      (k) => {
        const status = k.resultOf(getPagesLocked);
        if (status === 0) countUp(k, k.at(k.local.object), "pinCount", k.local.holder);
        return k.ret(status);
      },
      "H3",
    ),
  ],
);

export const unpinLocked: Procedure<UseLocal, Status> = procedure(
  "drm_gem_shmem_unpin_locked",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    follows(
      "drop the pin",
      (k) => {
        const { object, holder } = k.local;
        if (!countDown(k, object, "pinCount", holder)) return k.ret(0);
      },
      "H5",
    ),
    follows(
      "put the pages with the last one",
      (k) => {
        const { object } = k.local;
        return k.call(putPagesLocked, { object, holder: pinHold(object) });
      },
      "H5",
    ),
  ],
);

export const pin: Procedure<UseLocal, Status> = procedure(
  "drm_gem_shmem_pin",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    step(
      "pin what is pinned, without the lock",
      (k) => {
        const { object, holder } = k.local;
        if (countUpUnlessZero(k, k.at(object), "pinCount", holder)) return k.ret(0);
      },
      "H4",
    ),
    step(
      "lock the object",
      (k) => {
        if (!lockShmemInterruptible(k, k.local.object)) return k.ret("-EINTR");
      },
      "H4",
    ),
    follows("pin it", (k) => k.call(pinLocked, k.local), "H4"),
    follows(
      "unlock the object",
      (k) => {
        unlockShmem(k, k.local.object);
        return k.ret(k.resultOf(pinLocked));
      },
      "H4",
    ),
  ],
);

export const unpin: Procedure<UseLocal, Status> = procedure(
  "drm_gem_shmem_unpin",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    step(
      "drop a pin that is not the last, without the lock",
      (k) => {
        const { object, holder } = k.local;
        if (k.at(object).pinCount.length < 2) return;
        countDown(k, object, "pinCount", holder);
        return k.ret(0);
      },
      "H5",
    ),
    step("lock the object", (k) => lockShmem(k, k.local.object), "H5"),
    follows("unpin it", (k) => k.call(unpinLocked, k.local), "H5"),
    follows(
      "unlock the object",
      (k) => {
        unlockShmem(k, k.local.object);
        return k.ret(0);
      },
      "H5",
    ),
  ],
);
