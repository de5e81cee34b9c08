/** O36: a released object waits for the fences of those it shared a reservation with. */
import { privateResvOf, resvOf } from "../cells/bo.ts";
import { dmaResvCopyFences, dmaResvIsIdle } from "../cells/reservation.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { ReleaseLocal } from "../procedures/bo-release.ts";

export const delayedDeleteWaitsOnTheShared: Patch = {
  id: "delayed-delete-waits-on-the-shared",
  bug: "O36",
  year: 2025,
  title: "A released object waits on the reservation that it shares",
  mechanism:
    "The fences of a released object are copied to its own reservation, but the object keeps " +
    "pointing at the shared one, and its delayed delete waits on that. The other objects of the " +
    "address space go on adding fences, so that the wait need never end.",
  source: "driver.md 5 B11 2, 10.6; fix of the delayed delete, 2025-01",
  scenario: "C2-shared",
  caughtBy: "released-objects-are-left-alone",
  depth: 19,
  edits: [
    {
      replace: "ttm_bo_release:get a reservation of its own",
      by: [
        step<ReleaseLocal, 0>("copy the fences, and keep the shared reservation", (k) => {
          const { bo } = k.local;
          if (k.at(bo).deleted) return k.goto("destroy");
          const resv = privateResvOf(bo);
          if (k.at(bo).resv !== resv) dmaResvCopyFences(k, resv, k.at(bo).resv);
          return k.goto("is it idle, and its lock free?");
        }),
      ],
    },
    {
      replace: "ttm_bo_delayed_delete:wait for all fences",
      by: [
        step<ReleaseLocal, 0>("wait for the shared fences", (k) =>
          dmaResvIsIdle(k, resvOf(k, k.local.bo), "BOOKKEEP") ? undefined : k.wait(),
        ),
      ],
    },
  ],
};
