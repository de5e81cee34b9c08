/** The TLB of the GPU is not flushed. */
import type { Patch } from "../machine/patch.ts";

export const unmapDoesNotFlush: Patch = {
  id: "unmap-does-not-flush",
  bug: null,
  year: null,
  title: "An unmap leaves the TLB as it is",
  mechanism:
    "The entries are cleared, but nothing tells the TLB. A job reaches the pages through it " +
    "after they have been freed.",
  source: "driver.md 9 V3",
  scenario: "C12-mmap",
  caughtBy: "shmem-mappings-keep-their-pages",
  depth: 31,
  edits: [{ remove: "panfrost_mmu_unmap:flush the TLB" }],
};
