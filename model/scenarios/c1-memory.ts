/** Every exit behind a failed allocation gives back exactly what was taken before. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1Memory: Scenario = scenario("C1-memory", {
  title: "C1 without migration: execute; one blocking allocation fails",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["exec"]],
  injections: { memory: 1 },
  expected: { outcome: "holds", finding: null, states: 3188, transitions: 8044, depth: 73 },
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
