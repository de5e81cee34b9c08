/** A purge forgets the mappings of the GPU. */
import type { Patch } from "../machine/patch.ts";

export const purgeLeavesTheGpuMapped: Patch = {
  id: "purge-leaves-the-gpu-mapped",
  bug: null,
  year: null,
  title: "A purge does not unmap the object from the GPU",
  mechanism:
    "The shrinker purges without tearing the mappings down first. The entries of the GPU lead " +
    "to pages that are somebody else's.",
  source: "driver.md 9 V6",
  scenario: "C12-mmap",
  caughtBy: "shmem-pages-are-counted",
  depth: 17,
  edits: [{ remove: "panfrost_gem_purge:unmap it from the next address space" }],
};
