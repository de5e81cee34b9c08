/** O46: what is on the list is added to it once more. */
import type { Status } from "../machine/errno.ts";
import { follows } from "../machine/procedure.ts";
import { shmemDriver } from "../shmem-helper/cells.ts";
import { leaveShrinkerList } from "../shmem-helper/counts.ts";
import type { MadviseLocal } from "../shmem-helper/panfrost-shrinker.ts";
import { madviseLocked } from "../shmem-helper/reclaim.ts";
import type { Patch } from "../machine/patch.ts";

export const madviseAddsAgain: Patch = {
  id: "madvise-adds-again",
  bug: "O46",
  year: 2022,
  title: "An object that is given up twice joins the list twice",
  mechanism:
    "The object is added to the list of the shrinker without being taken off it first. The " +
    "second time its list entry is in use, and the list is corrupt.",
  source: "9fc33eaaa979, drm/panfrost: Fix shrinker list corruption by madvise IOCTL, July 2022",
  scenario: "C12-madvise",
  caughtBy: "what-nobody-needs-is-listed",
  depth: 8,
  edits: [
    {
      replace: "panfrost_ioctl_madvise:move it on or off the list",
      by: [
        follows<MadviseLocal, Status>("add it, or take it off the list", (k) => {
          const { object, madv } = k.local;
          if (!k.resultOf(madviseLocked)) return;
          if (madv === "DONTNEED") k.at(shmemDriver).shrinkerList.push(object);
          else leaveShrinkerList(k, object);
        }),
      ],
    },
  ],
};
