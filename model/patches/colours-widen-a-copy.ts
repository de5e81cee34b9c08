/** O07: the helper that widens the range changes its own copies of the bounds. */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { Patch } from "../machine/patch.ts";
import { awaitPendingUnbinds } from "../procedures/vma-bind.ts";

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Widens a copy of the bounds. */
const widened = ({ first, last }: Range): Range => ({ first: first - 1, last: last + 1 });

/** Nobody takes the copy. */
function unadjustedRange(k: Machine, vma: Ref<"vmas">): Range {
  const { node, guard, vm } = k.at(vma);
  const range = { first: (node ?? 0) - guard, last: (node ?? 0) + guard };
  if (k.at(vm).hasColouring) widened(range);
  return range;
}

export const coloursWidenACopy: Patch = {
  id: "colours-widen-a-copy",
  bug: "O07",
  year: 2022,
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
