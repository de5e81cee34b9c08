/** The page tables of an address space are freed before its pending unbinds are through. */
import type { Patch } from "../machine/patch.ts";

export const pageTablesAreFreedTooEarly: Patch = {
  id: "page-tables-are-freed-too-early",
  bug: null,
  title: "The release of an address space frees the page tables before it waits",
  mechanism:
    "__i915_vm_release() waits for pending unbinds only before it frees the struct. An unbind " +
    "that was scheduled before the last reference went clears entries that are freed.",
  source: "driver.md 7.1 steps 2 and 3; intel_gtt.c __i915_vm_release()",
  scenario: "C5-close-pending",
  caughtBy: "page-tables-outlive-their-writers",
  depth: 14,
  edits: [
    {
      swap: ["__i915_vm_release:wait for all unbinds", "__i915_vm_release:free the page tables"],
    },
  ],
};
