/** madvise throws away what the GPU still works on: a file is closed that a ghost needs. */
import type { Patch } from "../machine/patch.ts";
import { purgeRemembersTheOldTt } from "./purge-remembers-the-old-tt.ts";

export const truncateDoesNotWait: Patch = {
  id: "truncate-does-not-wait",
  bug: null,
  year: null,
  title: "A truncation does not wait, and the purge behind it closes the file of the old tt",
  mechanism:
    "A busy object is gutted by way of a ghost, which takes the tt along. The purge closes the " +
    "file of that tt, and the ghost gives its pages back to a file that is NULL.",
  source: "driver.md 5 B7; igt gem_madvise dontneed-evict-race, November 2022",
  scenario: "C9-madvise-signal",
  caughtBy: "ghosts-keep-what-they-need",
  depth: 31,
  edits: [...purgeRemembersTheOldTt.edits, { remove: "i915_ttm_truncate:wait until it is idle" }],
};
