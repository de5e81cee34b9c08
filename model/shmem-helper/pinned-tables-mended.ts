/**
 * The revision of pinned-tables.ts with the mends that its findings ask for (F27, F28): entries of
 * users go before the pages do, and an object that nobody uses is not marked as evicted.
 */
import type { Status } from "../machine/errno.ts";
import type { Revision } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { ObjectLocal } from "./pages.ts";
import { pinnedTables } from "./pinned-tables.ts";

export const pinnedTablesMended: Revision = {
  id: "pinned-tables-mended",
  title: `${pinnedTables.title}; with the mends of F27 and F28`,
  source: pinnedTables.source,
  edits: [
    ...pinnedTables.edits,
    {
      swap: [
        "drm_gem_shmem_evict_locked:free the pages, its table first",
        "drm_gem_shmem_evict_locked:unmap it from user space",
      ],
    },
    {
      swap: [
        "drm_gem_shmem_purge_locked:free the pages, whoever uses them",
        "drm_gem_shmem_purge_locked:unmap it from its users",
      ],
    },
    {
      before: "drm_gem_shmem_put_pages_locked:list the object, now without pages",
      insert: [
        follows<ObjectLocal, Status>("forget that it was evicted", (k) => {
          k.at(k.local.object).evicted = false;
        }),
      ],
    },
  ],
};
