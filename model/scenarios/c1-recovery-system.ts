/** As C1-recovery, but the copy that has to be made good reads system memory. */
import { scenario, type Scenario } from "../scenario.ts";
import { c1Pools, c1Processes } from "./c1-move.ts";

export const c1RecoverySystem: Scenario = scenario("C1-recovery-system", {
  title: "C1 without execution: fill system memory, move into local memory; a blit may fail",
  pools: c1Pools,
  processes: c1Processes,
  threads: [["migrate to system", "migrate to local"]],
  injections: { gpu: 1 },
  expected: { outcome: "holds", finding: null, states: 165, transitions: 231, depth: 36 },
  misses: [
    "a-table-outlives-its-placement",
    "unbind-waits-for-a-bind",
    "bind-meets-a-pending-unbind",
    "blit-waits-for-an-unbind",
    "an-entry-is-written",
    "all-kinds-of-fences-signal",
    "object-moves-during-a-bind",
    "reservation-holds-two-fences",
    "a-work-waits-for-the-mutex",
  ],
});
