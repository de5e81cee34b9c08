/** O38: evictions on two timelines, and one fence to remember them by. */
import { indexOf, type Ref } from "../../checker/refs.ts";
import { dmaFenceGet, dmaFencePut, type RequestFenceRef } from "../cells/fence.ts";
import { lmemManager } from "../cells/manager.ts";
import { migrateTimeline, requestCreate, secondMigrateTimeline } from "../cells/request.ts";
import { readTable } from "../cells/sgt.ts";
import type { Errno, Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows, step } from "../machine/procedure.ts";
import type { AccelLocal } from "../procedures/migrate.ts";
import type { AccelCleanupLocal } from "../procedures/move-cleanup.ts";

/** Every other buffer object is copied in the second context. */
const timelineOf = (bo: Ref<"bos">): Ref<"timelines"> =>
  indexOf(bo) % 2 === 0 ? migrateTimeline : secondMigrateTimeline;

export const managerForgetsAFence: Patch = {
  id: "manager-forgets-a-fence",
  bug: "O38",
  year: 2025,
  title: "Evictions copy in two contexts, and the manager remembers the last fence alone",
  mechanism:
    "A manager has one fence, which stands for earlier ones only if all are of one timeline. " +
    "With two, a fence that is unfinished is replaced by one that says nothing of it, and the " +
    "next owner of the memory does not wait for the copy that still reads it.",
  source: "driver.md 5 B5 3; Christian König, several eviction fences for a manager, 2025",
  scenario: "C8-three",
  caughtBy: "no-premature-free-of-memory",
  depth: 31,
  edits: [
    {
      replace: "i915_ttm_accel_move:build the request",
      by: [
        follows<AccelLocal, RequestFenceRef | Errno>("build the request in either context", (k) => {
          const source = k.local.srcRsgt === undefined ? null : readTable(k, k.local.srcRsgt);
          const destination = readTable(k, k.local.dstRsgt);
          const timeline = timelineOf(k.local.bo);
          const parts = { kind: "blit", timeline, source, destination } as const;
          k.local.request = requestCreate(k, parts, k.self);
        }),
      ],
    },
    {
      replace: "ttm_bo_move_accel_cleanup:publish the fence",
      by: [
        step<AccelCleanupLocal, Status>("replace the fence of the manager", (k) => {
          const manager = k.at(lmemManager);
          if (manager.move !== null) dmaFencePut(k, manager.move, lmemManager);
          manager.move = k.local.fence;
          dmaFenceGet(k, k.local.fence, lmemManager);
        }),
      ],
    },
  ],
};
