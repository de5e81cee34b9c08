/** O37: a range whose first member has moved to its end. */
import type { Patch } from "../machine/patch.ts";

export const bulkRangeKeepsItsFirst: Patch = {
  id: "bulk-range-keeps-its-first",
  bug: "O37",
  year: 2023,
  title: "Adding the first member of a bulk range again does not advance the range",
  mechanism:
    "A member that is used again moves to the end of its bulk range. If it was the first, the " +
    "range still begins with it, behind all others, which lie outside of the range from now on.",
  source:
    "driver.md 10.8; Christian König, fix bulk_move corruption when adding a entry " +
    "(CVE-2023-53444)",
  scenario: "C8-bulk",
  caughtBy: "bulk-ranges-are-contiguous",
  depth: 3,
  edits: [{ remove: "ttm_lru_bulk_move_add:the range begins behind it from now on" }],
};
