/** O29: a wait that succeeded is taken for an error. */
import { objectResv } from "../cells/object.ts";
import { dmaResvIsIdle } from "../cells/reservation.ts";
import { vmaResourceFree } from "../cells/vma-resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { BindLocal } from "../procedures/vma-bind.ts";

export const movingWaitReturnsTheTime: Patch = {
  id: "moving-wait-returns-the-time",
  bug: "O29",
  year: 2022,
  title: "The wait for the moving fence returns the remaining time",
  mechanism:
    "i915_gem_object_wait_moving_fence() returns the positive remaining time of a wait that " +
    "succeeded. i915_vma_bind() takes every value but zero for an error, and no synchronous " +
    "bind works.",
  source: "driver.md 6.12; fix i915_gem_object_wait_moving_fence, 2022-04-08",
  scenario: "C1-sync",
  caughtBy: "no-operation-fails-without-cause",
  depth: 25,
  edits: [
    {
      replace: "i915_vma_bind:wait for the moving fence",
      by: [
        step<BindLocal, Status>("wait for the moving fence, and return the time", (k) => {
          const vma = k.at(k.local.vma);
          if (!dmaResvIsIdle(k, objectResv(k, vma.object), "KERNEL")) return k.wait();
          vmaResourceFree(k, vma.resource);
          vma.resource = null;
          // Any value but zero: which one does not matter.
          return k.ret("-EIO");
        }),
      ],
    },
  ],
};
