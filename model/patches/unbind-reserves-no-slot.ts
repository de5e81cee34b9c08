/** The slot that a move has reserved for its own fence is used up by the unbind. */
import type { Patch } from "../machine/patch.ts";

export const unbindReservesNoSlot: Patch = {
  id: "unbind-reserves-no-slot",
  bug: null,
  year: null,
  title: "An asynchronous unbind reserves no fence slots",
  mechanism:
    "The unbind fence is added to the object without slots of its own. It takes the one that " +
    "the move around it has reserved, and the fence of the move finds none.",
  source: "driver.md 6.7 U1; i915_vma.c i915_vma_unbind_async()",
  scenario: "C1-move",
  caughtBy: "fence-slots-are-reserved",
  depth: 56,
  edits: [{ remove: "i915_vma_unbind_async:reserve two fence slots" }],
};
