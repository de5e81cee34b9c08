/** O07: the helper that widens the range changes its own copies of the bounds. */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { Patch } from "../machine/patch.ts";
import { awaitPendingUnbinds } from "../procedures/vma-bind.ts";

/** Widens what it was given, which nobody looks at afterwards. */
function adjust(hasColouring: boolean, first: number, last: number): void {
  if (!hasColouring) return;
  first--;
  last++;
}

function unadjustedRange(k: Machine, vma: Ref<"vmas">): { first: number; last: number } {
  const { node, guard, vm } = k.at(vma);
  const first = (node ?? 0) - guard;
  const last = (node ?? 0) + guard;
  adjust(k.at(vm).hasColouring, first, last);
  return { first, last };
}

export const coloursWidenACopy: Patch = {
  id: "colours-widen-a-copy",
  bug: "O07",
  title: "Widening the range for colours has no effect",
  mechanism:
    "The helper gets pointers to the bounds and moves the pointers instead of the bounds. The " +
    "code looks right, and the range is never widened.",
  source: "driver.md 6.4; Thomas Hellström, Use vma resources for async unbinding, v6, 2022-01",
  scenario: "C4-neighbour",
  caughtBy: "rebind-after-unbind",
  depth: 26,
  edits: [
    {
      replace: "i915_vma_bind:await the next pending unbind",
      by: [awaitPendingUnbinds(unadjustedRange)],
    },
  ],
};
