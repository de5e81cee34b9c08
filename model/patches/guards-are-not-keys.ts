/** As in the mails: the tree of pending unbinds is keyed by the range without its guard pages. */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { Patch } from "../machine/patch.ts";
import { awaitPendingUnbinds } from "../procedures/vma-bind.ts";

/** Guards of the searcher do not count either, so that only the pages themselves can meet. */
function pageRange(k: Machine, vma: Ref<"vmas">): { first: number; last: number } {
  const page = k.at(vma).node ?? 0;
  return { first: page, last: page };
}

const withoutGuard = (): number => 0;

export const guardsAreNotKeys: Patch = {
  id: "guards-are-not-keys",
  bug: null,
  year: null,
  title: "Guard pages are not part of the range of a pending unbind",
  mechanism:
    "The tree is keyed by the pages that are bound, without the guards around them. A bind on " +
    "what was a guard page does not wait for the unbind that the guard belongs to.",
  source: "driver.md 13; Thomas Hellström, Use vma resources for async unbinding, v7, 2022-01-10",
  scenario: "C4-guard",
  caughtBy: "rebind-after-unbind",
  depth: 26,
  edits: [
    {
      replace: "i915_vma_bind:await the next pending unbind",
      by: [awaitPendingUnbinds(pageRange, withoutGuard)],
    },
  ],
};
