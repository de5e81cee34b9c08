/** Where an asynchronous path gives up for want of memory, the synchronous one must take over. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1Nowait: Scenario = scenario("C1-nowait", {
  title: "C1 in one place: execute, unbind; an allocation that may not block fails",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["exec", "unbind"]],
  injections: { nowait: 1 },
  expected: { outcome: "holds", finding: null, states: 45497, transitions: 145117, depth: 90 },
  misses: [
    "a-table-outlives-its-placement",
    "a-copy-relies-on-the-table-of-a-tt",
    "a-blit-runs-on-memory-of-a-ghost",
    "bind-meets-a-pending-unbind",
    "blit-waits-for-an-unbind",
    "object-moves-during-a-bind",
  ],
});
