/** A move whose blit is ordered behind jobs and earlier moves only. */
import { resvOf } from "../cells/bo.ts";
import { dmaResvFences } from "../cells/reservation.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import { depsAdd, type MoveLocal } from "../procedures/move.ts";

export const migrationDoesNotWait: Patch = {
  id: "migration-does-not-wait-for-the-unbind",
  bug: null,
  year: null,
  title: "The migration blit does not wait for the unbind fence",
  mechanism:
    "The dependencies of a move leave out the unbind fences of the object. The blit runs, and " +
    "the old memory may be given away, while page-table entries still lead there.",
  source:
    "driver.md 5 M7, 6.7 U7; Thomas Hellström, Use vma resources for async unbinding, 2022-01",
  scenario: "C1-move",
  caughtBy: "migration-after-unbinds",
  depth: 67,
  edits: [
    {
      replace: "i915_ttm_move:collect the dependencies",
      by: [
        step<MoveLocal, Status>("collect the dependencies but for unbinds", (k) => {
          const deps = k.got("deps").slice();
          for (const fence of dmaResvFences(k, resvOf(k, k.local.bo), "READ")) {
            if (!fence.startsWith("unbindFences") && !deps.includes(fence)) depsAdd(k, deps, fence);
          }
          k.local.deps = deps;
          return k.goto("copy or clear");
        }),
      ],
    },
  ],
};
