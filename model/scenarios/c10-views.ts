/** C10 (driver.md 12), continued: views whose tables have no reference count. */
import { GLOBAL_BIND } from "../cells/bind-bits.ts";
import { queueInGgtt, tolerating, unbind, unbindSync } from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

export const c10Views: readonly Scenario[] = [
  // The table of a view has no count that an unbind in the background could hold.
  scenario("C10-view-async", {
    title: "with asynchronous GLOBAL binds: pin a view, unbind it in vain, then wait for it",
    vms: [{ ggtt: { asyncBits: 3 }, slots: 2 }],
    pools: { viewSgts: 1 },
    vmas: [
      { object: 0, vm: 0 },
      { object: 0, vm: 0, view: "partial" },
    ],
    threads: [[queueInGgtt(GLOBAL_BIND, "partial"), tolerating("-EAGAIN", unbind()), unbindSync()]],
    expected: { outcome: "holds", finding: null, states: 790, transitions: 1648, depth: 75 },
    shows: [],
  }),
];
