/** The iterator over memory in one piece is used after its resource. */
import type { Patch } from "../machine/patch.ts";

export const copyOutlivesItsResource: Patch = {
  id: "copy-outlives-its-resource",
  bug: null,
  year: null,
  title: "The CPU copies by an iterator whose resource has been freed",
  mechanism:
    "The generic move cleans up before it copies. The pages are mapped by a resource that is " +
    "gone, whose block may be with somebody else.",
  source: "driver.md 10.7; Thomas Hellström, Fix ttm_bo_move_memcpy() for subclassed, 2021-09",
  scenario: "C8-pages-memcpy",
  caughtBy: "no-use-after-free-of-structs",
  depth: 6,
  edits: [{ swap: ["ttm_bo_move_memcpy:copy or clear", "ttm_bo_move_memcpy:clean up"] }],
};
