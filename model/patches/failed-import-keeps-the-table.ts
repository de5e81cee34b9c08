/** O43: the table of an import has two owners while the import can still fail. */
import type { Patch } from "../machine/patch.ts";

export const failedImportKeepsTheTable: Patch = {
  id: "failed-import-keeps-the-table",
  bug: "O43",
  year: 2023,
  title: "A failed import frees the table that it was given",
  mechanism:
    "The new object keeps the table although what follows has failed, and its end frees it. " +
    "The core, whose table it still is, unmaps and frees it again.",
  source:
    "drm/shmem-helper: Fix UAF in error path when freeing SGT of imported GEM, September 2023",
  scenario: "C12-import",
  caughtBy: "no-double-free",
  depth: 9,
  edits: [{ remove: "drm_gem_shmem_prime_import_sg_table:forget the table" }],
};
