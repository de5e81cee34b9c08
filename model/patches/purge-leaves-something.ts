/** Two purges that forget a part of what an object has. */
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

const source = "driver.md 5 B7; i915_gem_ttm.c i915_ttm_purge()";

export const purgeKeepsTheCachedTable: Patch = {
  id: "purge-keeps-the-cached-table",
  bug: null,
  year: null,
  title: "A purge keeps the object's own table of its local memory",
  mechanism:
    "The memory goes to a ghost, or is freed, and the cached table still describes it. The next " +
    "user of the table works on memory that is somebody else's.",
  source,
  scenario: "C9-purge-local",
  caughtBy: "tables-describe-the-memory",
  depth: 10,
  edits: [{ remove: "i915_ttm_purge:drop the cached table" }],
};

export const purgeKeepsTheFile: Patch = {
  id: "purge-keeps-the-file",
  bug: null,
  year: null,
  title: "A purge leaves the file of the tt as it is",
  mechanism:
    "The tt is unpopulated, but its file is neither truncated nor closed. Its pages stay in the " +
    "page cache until the object ends, though nobody will ever read them.",
  source,
  scenario: "C9-purge",
  caughtBy: "purged-objects-are-empty",
  depth: 12,
  edits: [{ remove: "i915_ttm_purge:truncate and close the file" }],
};

export const failedReadLeavesTheFileUnevictable: Patch = {
  id: "failed-read-leaves-the-file-unevictable",
  bug: null,
  year: null,
  title: "A file stays unevictable when its pages could not be read",
  mechanism:
    "A table that could not be filled gives its folios back, but not its mark on the mapping. " +
    "Reclaim leaves the file alone until the next table ends.",
  source: "driver.md 4 A8; i915_gem_shmem.c shmem_sg_alloc_table()",
  scenario: "C9-memory",
  caughtBy: "files-are-released",
  depth: 5,
  edits: [
    {
      replace: "shmem_sg_alloc_table:give up what was collected",
      by: [follows<object, Status>("give up what was collected", (k) => k.ret("-ENOMEM"))],
    },
  ],
};
