/** An asynchronous unbind that leaves no trace for put_pages. */
import type { Patch } from "../machine/patch.ts";

export const unbindWorkNotesNoInvalidation: Patch = {
  id: "unbind-work-notes-no-invalidation",
  bug: null,
  year: null,
  title: "The unbind work does not note that the TLBs have to be invalidated",
  mechanism:
    "Only the synchronous way records that an invalidation is due. After an asynchronous " +
    "unbind put_pages finds nothing to do, and the memory goes while TLBs still reach it.",
  source: "driver.md 6.9, 11 P20; i915_vma.c, intel_ppgtt.c ppgtt_unbind_vma()",
  scenario: "C1-tlb-unbind",
  caughtBy: "tlbs-reach-no-freed-memory",
  depth: 33,
  edits: [{ remove: "i915_vma_resource_unbind_work:note that the TLBs have to be invalidated" }],
};
