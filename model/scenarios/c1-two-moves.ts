/** Two moves behind the first: a copy of the first may be made good after the third has begun. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1TwoMoves: Scenario = scenario("C1-two-moves", {
  title: "C1 without execution: into local memory and back twice; a blit may fail",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["migrate to local", "migrate to system", "migrate to local"]],
  injections: { gpu: 1 },
  expected: { outcome: "holds", finding: null, states: 252827, transitions: 686992, depth: 80 },
  misses: [
    "a-table-outlives-its-placement",
    "unbind-waits-for-a-bind",
    "bind-meets-a-pending-unbind",
    "blit-waits-for-an-unbind",
    "an-entry-is-written",
    "all-kinds-of-fences-signal",
    "object-moves-during-a-bind",
    "a-work-waits-for-the-mutex",
  ],
});
