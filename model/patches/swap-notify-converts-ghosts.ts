/** O27: the driver takes a ghost for an object. */
import { ttmToGem } from "../cells/object.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

export const swapNotifyConvertsGhosts: Patch = {
  id: "swap-notify-converts-ghosts",
  bug: "O27",
  year: 2021,
  title: "swap_notify looks at the object before it asks whether there is one",
  mechanism:
    "TTM tells the driver of every buffer object that it writes out, of ghosts as well. The " +
    "driver converts it to a GEM object first, and reads what lies behind the ghost.",
  source: "driver.md 5 B8; async moves, v3, November 2021: ghosts in swap_notify",
  scenario: "C9-swapout-elsewhere",
  caughtBy: "no-use-after-free-of-structs",
  depth: 34,
  edits: [
    {
      replace: "i915_ttm_swap_notify:is it a ghost?",
      by: [
        follows<{ bo: `bos:${number}` }, 0>("is it a ghost?", (k) => {
          ttmToGem(k, k.local.bo);
        }),
      ],
    },
  ],
};
