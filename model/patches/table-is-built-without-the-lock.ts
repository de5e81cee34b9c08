/** O41: nobody keeps two callers from building the table of an object at once. */
import type { Ref } from "../../checker/refs.ts";
import type { OrError } from "../machine/errno.ts";
import { follows, step } from "../machine/procedure.ts";
import { sgtHold } from "../shmem-helper/cells.ts";
import { getPagesLocked } from "../shmem-helper/pages.ts";
import type { GetSgtLocal } from "../shmem-helper/sg-table.ts";
import type { Patch } from "../machine/patch.ts";

export const tableIsBuiltWithoutTheLock: Patch = {
  id: "table-is-built-without-the-lock",
  bug: "O41",
  year: 2023,
  title: "The table of an object is built and kept without its lock",
  mechanism:
    "Two callers see that there is no table, get the pages and build one each. The second one " +
    "that keeps its table loses that of the first, and the use of the pages that went with " +
    "it.",
  source:
    "ddddedaa0db9, drm/shmem-helper: Fix locking for drm_gem_shmem_get_pages_sgt(), February " +
    "2023",
  scenario: "C12-map",
  caughtBy: "shmem-pages-are-counted",
  depth: 3,
  edits: [
    { remove: "drm_gem_shmem_get_pages_sgt:lock the object" },
    {
      replace: "drm_gem_shmem_get_pages_sgt:get the pages for the table",
      by: [
        step<GetSgtLocal, OrError<Ref<"shmemSgts">>>("get the pages for the table", (k) => {
          const { object } = k.local;
          return k.call(getPagesLocked, { object, holder: sgtHold(object) });
        }),
      ],
    },
    {
      replace: "drm_gem_shmem_get_pages_sgt:keep it",
      by: [
        step<GetSgtLocal, OrError<Ref<"shmemSgts">>>("keep it", (k) => {
          k.at(k.local.object).sgt = k.got("sgt");
          return k.ret(k.got("sgt"));
        }),
      ],
    },
    {
      replace: "drm_gem_shmem_get_pages_sgt:unlock the object",
      by: [
        follows<GetSgtLocal, OrError<Ref<"shmemSgts">>>("there is no lock to drop", (k) =>
          k.ret(k.local.error ?? k.got("sgt")),
        ),
      ],
    },
  ],
};
