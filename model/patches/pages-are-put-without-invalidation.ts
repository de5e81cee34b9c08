/** O30: the TLBs keep what the entries have lost. */
import type { Patch } from "../machine/patch.ts";

export const pagesArePutWithoutInvalidation: Patch = {
  id: "pages-are-put-without-invalidation",
  bug: "O30",
  year: 2022,
  title: "The pages are put without an invalidation of the TLBs",
  mechanism:
    "Clearing the page-table entries is taken to be enough, and put_pages invalidates " +
    "nothing. A job can still reach the memory of the next owner through the TLB.",
  source: "driver.md 4 A5, 11 P20; fix 7938d61591d3 Flush TLBs before releasing backing store",
  scenario: "C1-tlb",
  caughtBy: "tlbs-reach-no-freed-memory",
  depth: 53,
  edits: [{ remove: "__i915_gem_object_put_pages:invalidate the TLBs" }],
};
