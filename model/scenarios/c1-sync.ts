/**
 * An address space whose binds are not asynchronous: the bind waits for the moving fence itself.
 */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1Sync: Scenario = scenario("C1-sync", {
  title: "C1 with synchronous binds: execute, migrate to system memory",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["exec", "migrate to system"]],
  bindsAsync: false,
  expected: { outcome: "holds", finding: null, states: 20387, transitions: 58080, depth: 97 },
  misses: [
    "a-table-outlives-its-placement",
    "a-copy-relies-on-the-table-of-a-tt",
    "unbind-waits-for-a-bind",
    "bind-meets-a-pending-unbind",
    "object-moves-during-a-bind",
  ],
});
