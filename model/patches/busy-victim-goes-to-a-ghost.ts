/** O35 (a): gutting as it is done outside of evictions. */
import type { Patch } from "../machine/patch.ts";

export const busyVictimGoesToAGhost: Patch = {
  id: "busy-victim-goes-to-a-ghost",
  bug: "O35",
  year: 2020,
  title: "An eviction guts its victim without waiting for it",
  mechanism:
    "A victim that has no place to go is gutted while it is busy, so that a ghost takes its " +
    "memory. The eviction reports success, though nothing is free that was not free before.",
  source: "driver.md 10.2; Christian König, fix pipelined gutting for evictions v2, 2020-07",
  scenario: "C8-no-place",
  caughtBy: "evictions-make-room",
  depth: 10,
  edits: [{ remove: "ttm_bo_evict:wait until it is idle" }],
};
