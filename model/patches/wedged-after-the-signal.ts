/** The fence that gates access signals first, and then access is forbidden. */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Patch } from "../machine/patch.ts";
import { follows, step } from "../machine/procedure.ts";
import { dmaFenceSignal } from "../procedures/dma-fence.ts";
import { setWedged } from "../procedures/memcpy-work.ts";

export const wedgedAfterTheSignal: Patch = {
  id: "wedged-after-the-signal",
  bug: null,
  year: null,
  title: "The migration fence signals before the GPU is wedged",
  mechanism:
    "After a failed blit that nobody can make good for, the migration fence signals first. Until" +
    " the GPU is wedged and the object is marked, whoever waited for the fence sees the old " +
    "contents.",
  source: "driver.md 5 B3 3; i915_gem_ttm_move.c __memcpy_work()",
  scenario: "C8-clear-invisible",
  caughtBy: "no-stale-data",
  depth: 20,
  edits: [
    {
      replace: "__memcpy_work:wedge the GPU",
      by: [
        step<{ work: Ref<"memcpyWorks"> }, 0>("signal too early", (k) =>
          k.call(dmaFenceSignal, { fence: ref("migrationFences", indexOf(k.local.work)) }),
        ),
        follows<object, 0>("wedge the GPU too late", (k) => k.call(setWedged, {})),
      ],
    },
    {
      replace: "__memcpy_work:signal the migration fence",
      by: [
        follows<{ isAllowed: boolean; work: Ref<"memcpyWorks"> }, 0>("signal unless done", (k) => {
          if (!k.local.isAllowed) return k.goto("put the tables");
          return k.call(dmaFenceSignal, { fence: ref("migrationFences", indexOf(k.local.work)) });
        }),
      ],
    },
  ],
};
