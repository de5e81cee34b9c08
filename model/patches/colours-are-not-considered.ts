/** O06: the search for pending unbinds looks at the range itself, and not beside it. */
import type { Machine } from "../machine/machine.ts";
import type { Ref } from "../../checker/refs.ts";
import type { Patch } from "../machine/patch.ts";
import { awaitPendingUnbinds } from "../procedures/vma-bind.ts";

/** The node alone, whatever the colours. */
function nodeRange(k: Machine, vma: Ref<"vmas">): { first: number; last: number } {
  const { node, guard } = k.at(vma);
  const page = node ?? 0;
  return { first: page - guard, last: page + guard };
}

export const coloursAreNotConsidered: Patch = {
  id: "colours-are-not-considered",
  bug: "O06",
  year: 2021,
  title: "A bind does not await pending unbinds beside its range",
  mechanism:
    "Where nodes have colours, the page beside a node is free as soon as the neighbour's unbind " +
    "is scheduled, while its entries are still live. A search that is not widened by that page " +
    "lets conflicting neighbours stand beside one another.",
  source: "driver.md 6.4; Matthew Auld on Use vma resources for async unbinding, v3, 2021-12-21",
  scenario: "C4-neighbour",
  caughtBy: "rebind-after-unbind",
  depth: 26,
  edits: [
    {
      replace: "i915_vma_bind:await the next pending unbind",
      by: [awaitPendingUnbinds(nodeRange)],
    },
  ],
};
