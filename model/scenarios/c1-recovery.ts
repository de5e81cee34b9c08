/** A blit fails while the object is already one move ahead: the CPU has to make good for it. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1Recovery: Scenario = scenario("C1-recovery", {
  title: "C1 without execution: clear local memory, move out again; a blit may fail",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["migrate to local", "migrate to system"]],
  injections: { gpu: 1 },
  expected: { outcome: "holds", finding: null, states: 3497, transitions: 7057, depth: 55 },
  misses: [
    "a-table-outlives-its-placement",
    "a-copy-relies-on-the-table-of-a-tt",
    "unbind-waits-for-a-bind",
    "bind-meets-a-pending-unbind",
    "blit-waits-for-an-unbind",
    "an-entry-is-written",
    "all-kinds-of-fences-signal",
    "object-moves-during-a-bind",
    "a-work-waits-for-the-mutex",
  ],
});
