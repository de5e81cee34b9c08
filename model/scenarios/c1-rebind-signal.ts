/** A bind that has to wait for vm->mutex, which an unbind work holds, may be interrupted. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1RebindSignal: Scenario = scenario("C1-rebind-signal", {
  title: "C1-rebind; a signal may interrupt one wait",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["exec", "unbind", "exec"]],
  injections: { signal: 1 },
  expected: { outcome: "holds", finding: null, states: 406867, transitions: 1638498, depth: 129 },
  misses: [
    "a-table-outlives-its-placement",
    "a-copy-relies-on-the-table-of-a-tt",
    "a-blit-runs-on-memory-of-a-ghost",
    "blit-waits-for-an-unbind",
    "object-moves-during-a-bind",
  ],
});
