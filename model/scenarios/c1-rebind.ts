/** The second binding takes the range of the first while its unbind may still be pending. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1Rebind: Scenario = scenario("C1-rebind", {
  title: "C1 in one place: execute, unbind, execute again",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["exec", "unbind", "exec"]],
  expected: { outcome: "holds", finding: null, states: 401759, transitions: 1621927, depth: 129 },
  misses: [
    "a-table-outlives-its-placement",
    "a-copy-relies-on-the-table-of-a-tt",
    "a-blit-runs-on-memory-of-a-ghost",
    "blit-waits-for-an-unbind",
    "object-moves-during-a-bind",
  ],
});
