/** Nobody who looks at the object can tell that an unbind is pending. */
import type { Patch } from "../machine/patch.ts";

export const unbindFenceIsNotAdded: Patch = {
  id: "unbind-fence-is-not-added",
  bug: null,
  year: null,
  title: "The unbind fence is not added to the reservation of the object",
  mechanism:
    "An asynchronous unbind leaves no fence in the reservation of the object. The object is " +
    "destroyed once its jobs are done, while page-table entries still lead to its memory.",
  source: "driver.md 6.7 U7; i915_vma.c i915_vma_unbind_async()",
  scenario: "C1-nowait",
  caughtBy: "no-entry-over-freed-memory",
  depth: 71,
  edits: [{ remove: "i915_vma_unbind_async:add the unbind fence to the object" }],
};
