/**
 * C6 (driver.md 12), idle barriers: a context is pinned, unpinned and modified by a request of the
 * kernel's context, while another one empties the list of barriers for a moment, and the engine
 * parks.
 */
import {
  flushBarriers,
  freeContext,
  modifyContext,
  pinContext,
  unpinContext,
} from "../barriers/operations.ts";
import type { Configuration } from "../configuration.ts";
import { joinThreads } from "../operations.ts";
import { noPools } from "../pools.ts";
import { scenario, type Scenario } from "../scenario.ts";

/** One context, which somebody has pinned. */
const pinned = {
  objects: [],
  vms: [],
  pools: { ...noPools, requests: 3 },
  barriers: { contexts: 1, nodes: 3 },
  prologue: [pinContext()],
} as const satisfies Partial<Configuration>;

export const c6Barriers: readonly Scenario[] = [
  // The barrier is in the tree before it is on the list of the engine.
  scenario("C6-barrier", {
    title: "unpin a context; pin it again, and modify it by a request of the kernel's context",
    ...pinned,
    threads: [
      [unpinContext()],
      [pinContext(), modifyContext(), unpinContext(), joinThreads(), freeContext()],
    ],
    expected: { outcome: "holds", finding: null, states: 1877, transitions: 4411, depth: 62 },
    shows: [],
  }),
  scenario("C6-barrier-flush", {
    title: "C6-barrier without a second pin; somebody connects the barriers",
    ...pinned,
    threads: [[modifyContext(), unpinContext(), joinThreads(), freeContext()]],
    kernelThreads: [{ name: "waiter", operations: [flushBarriers()] }],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 1639, transitions: 4136, depth: 46 },
    shows: [],
  }),
];
