/** A synchronous bind is interrupted while it waits for the moving fence. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1SyncSignal: Scenario = scenario("C1-sync-signal", {
  title: "C1-sync; a signal may interrupt one wait",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["exec", "migrate to system"]],
  bindsAsync: false,
  injections: { signal: 1 },
  expected: {
    outcome: "violated",
    finding: "F1",
    states: 2638,
    transitions: 5628,
    depth: 60,
  },
  misses: [
    "a-table-outlives-its-placement",
    "a-copy-relies-on-the-table-of-a-tt",
    "unbind-waits-for-a-bind",
    "bind-meets-a-pending-unbind",
    "object-moves-during-a-bind",
    "a-work-waits-for-the-mutex",
  ],
});
