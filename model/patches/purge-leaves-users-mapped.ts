/** A purge forgets the mappings of users. */
import type { Patch } from "../machine/patch.ts";

export const purgeLeavesUsersMapped: Patch = {
  id: "purge-leaves-users-mapped",
  bug: null,
  year: null,
  title: "A purge leaves the entries of users as they are",
  mechanism:
    "The helper purges without removing what leads from user space to the object. The user goes " +
    "on reading and writing what it has been told is gone.",
  source: "driver.md 9 H18",
  scenario: "C12-mmap",
  caughtBy: "purged-pages-are-out-of-reach",
  depth: 20,
  edits: [{ remove: "drm_gem_shmem_purge_locked:unmap it from user space" }],
};
