/** O35b: gutting gives the old tt away before it has a new one. */
import type { Ref } from "../../checker/refs.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import { createTtFor, type GuttingLocal } from "../procedures/gutting.ts";

export const newTtComesTooLate: Patch = {
  id: "new-tt-comes-too-late",
  bug: "O35b",
  year: 2021,
  title: "Gutting creates the new tt after a ghost has taken the old one",
  mechanism:
    "The new tt is created last, where there may be no memory for it. The buffer object is left " +
    "without resource and without tt, and its next user finds neither.",
  source: "driver.md 10.3; drm/ttm: document and optimize ttm_bo_pipeline_gutting(), June 2021",
  scenario: "C9-gut-memory",
  caughtBy: "gutted-objects-have-a-tt",
  depth: 25,
  edits: [
    { remove: "ttm_bo_pipeline_gutting:create the new tt" },
    {
      replace: "ttm_bo_pipeline_gutting:install the new tt",
      by: [
        follows<GuttingLocal, Status>("install the new tt", (k) => {
          k.at(k.local.bo).tt = null;
          if (k.fails("-ENOMEM")) return k.ret("-ENOMEM");
          const tt: Ref<"tts"> = createTtFor(k, k.local.bo, true);
          k.at(k.local.bo).tt = tt;
          return k.ret(0);
        }),
      ],
    },
    {
      replace: "ttm_bo_pipeline_gutting:destroy the new tt",
      by: [follows<GuttingLocal, Status>("destroy the new tt", (k) => k.ret("-ENOMEM"))],
    },
  ],
};
