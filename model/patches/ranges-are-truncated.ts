/** O10: on 32-bit machines the bounds of a range lose their upper half. */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { Patch } from "../machine/patch.ts";
import { awaitPendingUnbinds } from "../procedures/vma-bind.ts";

/** What fits into a machine word: one page here, four gigabytes there. */
const word = 2;

function truncatedRange(k: Machine, vma: Ref<"vmas">): { first: number; last: number } {
  const { node, guard } = k.at(vma);
  const page = (node ?? 0) % word;
  return { first: page - guard, last: page + guard };
}

export const rangesAreTruncated: Patch = {
  id: "ranges-are-truncated",
  bug: "O10",
  year: 2022,
  title: "The range of a bind is truncated to a machine word",
  mechanism:
    "Offsets above what a machine word holds wrap around in the search for pending unbinds. " +
    "Ranges that overlap compare as disjoint, and a range is written before its last unbind.",
  source: "driver.md 13; Thomas Hellström, Use vma resources for async unbinding, v7, 2022-01-10",
  scenario: "C4-high",
  caughtBy: "rebind-after-unbind",
  depth: 26,
  edits: [
    {
      replace: "i915_vma_bind:await the next pending unbind",
      by: [awaitPendingUnbinds(truncatedRange)],
    },
  ],
};
