/** O42: the helper drops a reference that the core drops as well. */
import type { Ref } from "../../checker/refs.ts";
import type { Status } from "../machine/errno.ts";
import { follows } from "../machine/procedure.ts";
import { unlockShmem } from "../shmem-helper/counts.ts";
import { gemObjectPutAndFree } from "../shmem-helper/free.ts";
import type { MmapLocal } from "../shmem-helper/mmap.ts";
import { getPagesLocked } from "../shmem-helper/pages.ts";
import type { Patch } from "../machine/patch.ts";

export const failedMmapPutsTheObject: Patch = {
  id: "failed-mmap-puts-the-object",
  bug: "O42",
  year: 2023,
  title: "An mmap that fails puts the object itself",
  mechanism:
    "When the pages cannot be had, the mmap of the helper drops the reference that the core " +
    "took for the area. The core drops it once more.",
  source: "drm/shmem-helper: Remove errant put in error path, January 2023",
  scenario: "C12-memory",
  caughtBy: "no-double-free",
  depth: 5,
  edits: [
    {
      replace: "drm_gem_shmem_mmap:unlock the object",
      by: [
        follows<MmapLocal & { area: Ref<"areas"> }, Status>("unlock, and put on an error", (k) => {
          const { object, area } = k.local;
          unlockShmem(k, object);
          if (k.resultOf(getPagesLocked) === 0) return k.ret(0);
          return k.call(gemObjectPutAndFree, { object, holder: area }, "yield the error");
        }),
        follows<MmapLocal, Status>("yield the error", (k) => k.ret("-ENOMEM")),
      ],
    },
  ],
};
