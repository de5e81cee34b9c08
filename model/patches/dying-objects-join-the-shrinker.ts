/** O25: an eviction behind the last reference puts an object on the shrinker's list. */
import { ttmToGem } from "../cells/object.ts";
import { adjustMembership } from "../cells/shrink-list.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { MoveLocal } from "../procedures/move.ts";

export const dyingObjectsJoinTheShrinker: Patch = {
  id: "dying-objects-join-the-shrinker",
  bug: "O25",
  year: 2021,
  title: "A move lists an object that has no reference left",
  mechanism:
    "A move adjusts the shrinker's lists without first raising the GEM reference count from " +
    "non-zero. An eviction that ends behind the last reference lists a dying object.",
  source: "driver.md 5 B15; drm/i915/ttm: fix illegal addition to shrinker list, November 2021",
  scenario: "C9-evict-dying",
  caughtBy: "shrinker-lists-are-right",
  depth: 10,
  edits: [
    {
      replace: "i915_ttm_move:adjust the lists",
      by: [
        follows<MoveLocal, Status>("adjust the lists", (k) => {
          adjustMembership(k, ttmToGem(k, k.local.bo));
          return k.ret(0);
        }),
      ],
    },
  ],
};
