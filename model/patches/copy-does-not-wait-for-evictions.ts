/** Memory that was freed by an eviction, taken as if it had been freed by its owner. */
import type { Ref } from "../../checker/refs.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";

export const copyDoesNotWaitForEvictions: Patch = {
  id: "copy-does-not-wait-for-evictions",
  bug: null,
  year: null,
  title: "Whoever gets local memory does not take the fence of its manager along",
  mechanism:
    "The fence of the manager is not added to the reservation of the new owner. Blits come " +
    "behind it on their timeline all the same, but a copy with the CPU overwrites what the " +
    "eviction has yet to read.",
  source: "driver.md 10.1 3; ttm_bo.c ttm_bo_add_move_fence()",
  scenario: "C8-copy",
  caughtBy: "copies-do-not-overlap",
  depth: 25,
  edits: [
    {
      replace: "ttm_bo_validate:add the fence of the manager",
      by: [step<{ bo: Ref<"bos"> }, Status>("go on", (k) => k.goto("move"))],
    },
  ],
};
