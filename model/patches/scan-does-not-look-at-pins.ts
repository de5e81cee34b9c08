/** A scan takes whatever is on the list. */
import type { Status } from "../machine/errno.ts";
import { step } from "../machine/procedure.ts";
import type { Ref } from "../../checker/refs.ts";
import { shmemDriver } from "../shmem-helper/cells.ts";
import { panfrostPurge } from "../shmem-helper/panfrost-shrinker.ts";
import type { Patch } from "../machine/patch.ts";

export const scanDoesNotLookAtPins: Patch = {
  id: "scan-does-not-look-at-pins",
  bug: null,
  year: null,
  title: "A scan purges what is on the list, pinned or exported",
  mechanism:
    "The shrinker takes every object of its list, without asking whether it may be purged. " +
    "What another device works with is purged.",
  source: "driver.md 9 V6",
  scenario: "C12-export",
  caughtBy: "only-idle-pages-are-reclaimed",
  depth: 13,
  edits: [
    {
      replace: "panfrost_gem_shrinker_scan:take the next object that looks purgeable",
      by: [
        step<{ seen: Ref<"shmemObjects">[]; object?: Ref<"shmemObjects"> }, Status>(
          "take the next object",
          (k) => {
            const { seen } = k.local;
            const object = k.at(shmemDriver).shrinkerList.find((each) => !seen.includes(each));
            if (object === undefined) return k.goto("unlock the shrinker");
            k.local.seen = [...seen, object];
            k.local.object = object;
            return k.call(panfrostPurge, { object });
          },
        ),
      ],
    },
  ],
};
