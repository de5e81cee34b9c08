/** A move that finds several unfinished ones waits where it has no memory to depend on them. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1TwoMovesMemory: Scenario = scenario("C1-two-moves-memory", {
  title: "C1-two-moves with good blits; one blocking allocation fails",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["migrate to local", "migrate to system", "migrate to local"]],
  injections: { memory: 1 },
  expected: { outcome: "holds", finding: null, states: 205536, transitions: 558166, depth: 80 },
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
