/** O12: the copy is cleaned up before its iterators are ended. */
import type { Patch } from "../machine/patch.ts";

export const iteratorOutlivesItsResource: Patch = {
  id: "iterator-outlives-its-resource",
  bug: "O12",
  year: 2021,
  title: "A copy by the CPU frees the source before it ends the iterator over it",
  mechanism:
    "The generic move frees the old resource, and then ends the iterator of the source by that " +
    "resource. The earlier code copied the struct by value for it, which no longer does once " +
    "drivers embed it in their own.",
  source: "driver.md 10.7; Thomas Hellström, Fix ttm_bo_move_memcpy() for subclassed, 2021-09",
  scenario: "C8-memcpy",
  caughtBy: "no-use-after-free-of-structs",
  depth: 7,
  edits: [
    {
      swap: ["ttm_bo_move_memcpy:unmap the source, by its resource", "ttm_bo_move_memcpy:clean up"],
    },
  ],
};
