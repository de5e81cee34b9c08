/** O33: a put that was left over when delayed delete got a worker for each buffer object. */
import type { Ref } from "../../checker/refs.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import { ttmBoPut } from "../procedures/bo-release.ts";

export const cleanupPutsTwice: Patch = {
  id: "cleanup-puts-twice",
  bug: "O33",
  year: 2023,
  title: "Cleaning up a deleted victim puts the reference of its worker",
  mechanism:
    "Whoever evicts a deleted buffer object drops the reference that stood for the list of " +
    "deleted ones, besides its own. The worker that owns it now puts it once more.",
  source: "driver.md 10.6; Christian König, fix of a left-over put in ttm_bo_cleanup_refs, 2023",
  scenario: "C8-deleted",
  caughtBy: "no-use-after-free-of-structs",
  depth: 29,
  edits: [
    {
      after: "ttm_bo_cleanup_refs:free its memory",
      insert: [
        follows<{ bo: Ref<"bos"> }, Status>("put the reference of the list", (k) => {
          const { bo } = k.local;
          return k.call(ttmBoPut, { bo, holder: `${bo}.delayed_delete` });
        }),
      ],
    },
  ],
};
