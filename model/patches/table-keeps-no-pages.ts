/** The table of landed code has no use of its own. */
import type { Status } from "../machine/errno.ts";
import { follows } from "../machine/procedure.ts";
import type { ObjectLocal } from "../shmem-helper/pages.ts";
import type { Patch } from "../machine/patch.ts";

export const tableKeepsNoPages: Patch = {
  id: "table-keeps-no-pages",
  bug: null,
  year: null,
  title: "A table does not use the pages that it describes",
  mechanism:
    "The pages are put again as soon as the table is built, as if it were enough to describe " +
    "them. With the last other user they are gone, and the GPU still has them mapped.",
  source: "driver.md 9 H7",
  scenario: "C12-memory",
  caughtBy: "shmem-pages-are-counted",
  depth: 9,
  edits: [
    {
      replace: "drm_gem_shmem_get_pages_sgt:keep it",
      by: [
        follows<ObjectLocal & { sgt?: `shmemSgts:${number}` }, Status>("keep it", (k) => {
          k.at(k.local.object).sgt = k.got("sgt");
        }),
      ],
    },
  ],
};
