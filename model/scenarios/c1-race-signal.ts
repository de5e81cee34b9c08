/** Two users of one object wait for its lock, and either may be interrupted. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1RaceSignal: Scenario = scenario("C1-race-signal", {
  title: "C1 with two threads: one executes, the other unbinds; a signal may interrupt one wait",
  pools: c1Pools,
  processes: { ...c1Processes, thread: 2 },
  threads: [["exec"], ["unbind"]],
  injections: { signal: 1 },
  expected: { outcome: "holds", finding: null, states: 68881, transitions: 246338, depth: 90 },
  misses: [
    "a-table-outlives-its-placement",
    "a-copy-relies-on-the-table-of-a-tt",
    "a-blit-runs-on-memory-of-a-ghost",
    "bind-meets-a-pending-unbind",
    "blit-waits-for-an-unbind",
    "object-moves-during-a-bind",
  ],
});
