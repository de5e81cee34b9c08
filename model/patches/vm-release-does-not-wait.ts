/** The page tables of an address space go while an unbind is still to clear its entries. */
import type { Patch } from "../machine/patch.ts";

export const vmReleaseDoesNotWait: Patch = {
  id: "vm-release-does-not-wait",
  bug: null,
  year: null,
  title: "The release of an address space does not wait for pending unbinds",
  mechanism:
    "__i915_vm_release() frees the page tables and the struct once its vmas are destroyed. " +
    "Unbinds that were scheduled before still clear entries, and then lock the mutex.",
  source: "driver.md 7.1 step 2, 6.4; intel_gtt.c __i915_vm_release()",
  scenario: "C5-close-pending",
  caughtBy: "page-tables-outlive-their-writers",
  depth: 14,
  edits: [{ remove: "__i915_vm_release:wait for all unbinds" }],
};
