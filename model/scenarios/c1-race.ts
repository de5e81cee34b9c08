/**
 * A second thread closes the handle at any moment, so that the object may die in anybody's hands.
 */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1Race: Scenario = scenario("C1-race", {
  title: "C1 with two threads: one executes, the other destroys",
  pools: c1Pools,
  processes: { ...c1Processes, thread: 2 },
  threads: [["exec"], ["destroy"]],
  expected: { outcome: "holds", finding: null, states: 5683, transitions: 17780, depth: 74 },
  misses: [
    "a-table-outlives-its-placement",
    "a-copy-relies-on-the-table-of-a-tt",
    "a-blit-runs-on-memory-of-a-ghost",
    "unbind-waits-for-a-bind",
    "bind-meets-a-pending-unbind",
    "blit-waits-for-an-unbind",
    "object-moves-during-a-bind",
    "a-work-waits-for-the-mutex",
  ],
});
