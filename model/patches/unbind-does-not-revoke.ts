/** The CPU must not reach a range that is no longer bound. */
import type { Patch } from "../machine/patch.ts";

export const unbindDoesNotRevoke: Patch = {
  id: "unbind-does-not-revoke",
  bug: null,
  year: null,
  title: "An unbind leaves the mappings of the CPU alone",
  mechanism:
    "The unbind of a vma does not remove the entries by which the CPU reaches it through the " +
    "GGTT. They lead to whatever is bound there next.",
  source: "driver.md 6.8 1; i915_vma.c __i915_vma_evict()",
  scenario: "C10-fault",
  caughtBy: "mappings-are-revoked",
  depth: 55,
  edits: [{ remove: "__i915_vma_evict:may the CPU reach it?" }],
};
