/** A bind that cannot await a pending unbind for want of memory waits for it under vm->mutex. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1RebindNowait: Scenario = scenario("C1-rebind-nowait", {
  title: "C1-rebind; an allocation that may not block fails",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["exec", "unbind", "exec"]],
  injections: { nowait: 1 },
  expected: { outcome: "holds", finding: null, states: 998844, transitions: 4123671, depth: 129 },
  misses: [
    "a-table-outlives-its-placement",
    "a-copy-relies-on-the-table-of-a-tt",
    "a-blit-runs-on-memory-of-a-ghost",
    "blit-waits-for-an-unbind",
    "object-moves-during-a-bind",
  ],
});
