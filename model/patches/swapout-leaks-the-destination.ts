/** O32: what was allocated for a move that failed is never freed. */
import { follows } from "../machine/procedure.ts";
import type { Patch } from "../machine/patch.ts";

export const swapoutLeaksTheDestination: Patch = {
  id: "swapout-leaks-the-destination",
  bug: "O32",
  year: 2023,
  title: "A swapout whose move fails leaks the resource in system memory",
  mechanism:
    "Before pages are written out, their buffer object is moved to system memory. If that fails, " +
    "the resource that was allocated for it is forgotten.",
  source: "driver.md 10.4; drm/ttm: don't leak a resource on swapout move error, June 2023",
  scenario: "C9-swapout-memory",
  caughtBy: "nothing-leaks",
  depth: 20,
  edits: [
    {
      replace: "ttm_bo_swapout:free the destination",
      by: [follows<object, 0>("forget the destination", (k) => k.goto("unlock it"))],
    },
  ],
};
