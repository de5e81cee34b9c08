/** A request that fails passes its error on, and nobody is left waiting. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1Gpu: Scenario = scenario("C1-gpu", {
  title: "C1 without migration: execute; a job or the clearing blit fails",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["exec"]],
  injections: { gpu: 1 },
  expected: { outcome: "holds", finding: null, states: 6078, transitions: 16076, depth: 74 },
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
