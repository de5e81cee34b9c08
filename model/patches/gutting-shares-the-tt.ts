/** A gutted buffer object and its ghost have one tt between them. */
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { GuttingLocal } from "../procedures/gutting.ts";

export const guttingSharesTheTt: Patch = {
  id: "gutting-shares-the-tt",
  bug: null,
  year: null,
  title: "Gutting leaves the old tt where it is, though a ghost has taken it",
  mechanism:
    "The ghost of a busy buffer object takes its tt, and the new one is not put in its place. " +
    "The ghost frees the tt in the end, and the object still uses it.",
  source: "driver.md 10.3; ttm_bo_util.c ttm_bo_pipeline_gutting()",
  scenario: "C9-evict-purge",
  caughtBy: "ghosts-keep-what-they-need",
  depth: 26,
  edits: [
    {
      replace: "ttm_bo_pipeline_gutting:install the new tt",
      by: [follows<GuttingLocal, Status>("install the new tt", (k) => k.ret(0))],
    },
  ],
};
