/** A bind behind two unfinished moves needs memory for a composite of their fences. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1MovingMemory: Scenario = scenario("C1-moving-memory", {
  title: "C1 after two moves: execute while both run; one blocking allocation fails",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["migrate to local", "migrate to system", "exec"]],
  injections: { memory: 1 },
  expected: {
    outcome: "violated",
    finding: "F2",
    states: 51583,
    transitions: 145775,
    depth: 60,
  },
  misses: [
    "a-table-outlives-its-placement",
    "a-copy-relies-on-the-table-of-a-tt",
    "unbind-waits-for-a-bind",
    "bind-meets-a-pending-unbind",
    "blit-waits-for-an-unbind",
    "object-moves-during-a-bind",
    "a-work-waits-for-the-mutex",
  ],
});
