/**
 * Mappings of an object for the kernel itself (Linux 6.x, drivers/gpu/drm/drm_gem_shmem_helper.c,
 * drm_gem.c). Left out: those of an import, which its exporter makes.
 */
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { vmapHold } from "./cells.ts";
import { countDown, countUp, countUpUnlessZero, lockShmem, unlockShmem } from "./counts.ts";
import { pinLocked, unpinLocked, type UseLocal } from "./pages.ts";

export const vmapLocked: Procedure<UseLocal, Status> = procedure(
  "drm_gem_shmem_vmap_locked",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    follows(
      "is it mapped already?",
      (k) => {
        const { object, holder } = k.local;
        if (countUpUnlessZero(k, k.at(object), "vmapCount", holder)) return k.ret(0);
      },
      "H9",
    ),
    follows(
      "pin it",
      (k) => {
        const { object } = k.local;
        return k.call(pinLocked, { object, holder: vmapHold(object) });
      },
      "H9",
    ),
    follows(
      "map it",
      (k) => {
        const status = k.resultOf(pinLocked);
        if (status !== 0) return k.ret(status);
        const { object, holder } = k.local;
        if (k.fails("-ENOMEM")) return;
        k.at(object).vaddr = k.at(object).pages;
        countUp(k, k.at(object), "vmapCount", holder);
        return k.ret(0);
      },
      "H9",
    ),
    follows(
      "unpin it again",
      (k) => {
        const { object } = k.local;
        return k.call(unpinLocked, { object, holder: vmapHold(object) });
      },
      "H9",
    ),
    follows("yield the error", (k) => k.ret("-ENOMEM"), "H9"),
  ],
);

export const vunmapLocked: Procedure<UseLocal, Status> = procedure(
  "drm_gem_shmem_vunmap_locked",
  "driver.md 9; drm_gem_shmem_helper.c",
  [
    follows(
      "unmap it with the last user",
      (k) => {
        const { object, holder } = k.local;
        if (!countDown(k, object, "vmapCount", holder)) return k.ret(0);
        k.at(object).vaddr = null;
      },
      "H10",
    ),
    follows(
      "unpin it",
      (k) => {
        const { object } = k.local;
        return k.call(unpinLocked, { object, holder: vmapHold(object) });
      },
      "H10",
    ),
  ],
);

export const vmap: Procedure<UseLocal, Status> = procedure(
  "drm_gem_vmap",
  "driver.md 9; drm_gem.c",
  [
    step("lock the object", (k) => lockShmem(k, k.local.object), "H9"),
    follows("map it for the kernel", (k) => k.call(vmapLocked, k.local), "H9"),
    follows(
      "unlock the object",
      (k) => {
        unlockShmem(k, k.local.object);
        return k.ret(k.resultOf(vmapLocked));
      },
      "H9",
    ),
  ],
);

export const vunmap: Procedure<UseLocal, Status> = procedure(
  "drm_gem_vunmap",
  "driver.md 9; drm_gem.c",
  [
    step("lock the object", (k) => lockShmem(k, k.local.object), "H10"),
    follows("unmap it", (k) => k.call(vunmapLocked, k.local), "H10"),
    follows("unlock the object", (k) => unlockShmem(k, k.local.object), "H10"),
  ],
);
