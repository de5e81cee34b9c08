/** O45: madv and the list are changed one after the other, under different locks. */
import type { Status } from "../machine/errno.ts";
import { follows, step } from "../machine/procedure.ts";
import { shmemDriver } from "../shmem-helper/cells.ts";
import {
  leaveShrinkerList,
  lockShrinker,
  unlockMappings,
  unlockShmem,
  unlockShrinker,
} from "../shmem-helper/counts.ts";
import type { MadviseLocal } from "../shmem-helper/panfrost-shrinker.ts";
import { madviseLocked } from "../shmem-helper/reclaim.ts";
import type { Patch } from "../machine/patch.ts";

export const madviseTakesTwoSections: Patch = {
  id: "madvise-takes-two-sections",
  bug: "O45",
  year: 2019,
  title: "An object changes madv in one section, and the list in another",
  mechanism:
    "The object is unlocked after its madv has changed, and only then the lock of the " +
    "shrinker is taken for its list. Between them another thread changes both, and what it " +
    "needs ends on the list.",
  source: "70cc77952efe, drm/panfrost: Fix a race in panfrost_ioctl_madvise(), 2019",
  scenario: "C12-madvise",
  caughtBy: "what-nobody-needs-is-listed",
  depth: 3,
  edits: [
    { remove: "panfrost_ioctl_madvise:lock the shrinker" },
    { remove: "panfrost_ioctl_madvise:unlock the shrinker" },
    {
      replace: "panfrost_ioctl_madvise:move it on or off the list",
      by: [
        follows<MadviseLocal, Status>("unlock what is locked", (k) => {
          k.local.isKept = k.resultOf(madviseLocked);
          unlockMappings(k, k.local.object);
          unlockShmem(k, k.local.object);
        }),
        step<MadviseLocal, Status>("lock the shrinker", (k) => lockShrinker(k)),
        follows<MadviseLocal, Status>("change the list", (k) => {
          const { object, madv, isKept } = k.local;
          if (isKept === true) {
            leaveShrinkerList(k, object);
            if (madv === "DONTNEED") k.at(shmemDriver).shrinkerList.push(object);
          }
          unlockShrinker(k);
          return k.ret(0);
        }),
      ],
    },
  ],
};
