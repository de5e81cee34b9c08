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
  useContext,
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

/** Two of them: the first one has left a barrier behind, and the second one is pinned. */
const two = {
  pools: { ...noPools, requests: 5 },
  barriers: { contexts: 2, nodes: 6 },
  prologue: [pinContext(0), pinContext(1), unpinContext(0)],
} as const satisfies Partial<Configuration>;

export const c6Barriers: readonly Scenario[] = [
  // The barrier is in the tree before it is on the list of the engine.
  scenario("C6-barrier", {
    title: "unpin a context; pin it again, and modify it by a request of the kernel's context",
    ...pinned,
    threads: [[unpinContext()], [useContext(0, { modifies: true }), joinThreads(), freeContext()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 4967, transitions: 12270, depth: 69 },
    shows: ["a-barrier-is-in-nobodys-list"],
  }),
  scenario("C6-barrier-flush", {
    title: "a context is pinned: modify it, unpin it, and connect its barrier at any time",
    ...pinned,
    threads: [[modifyContext(), unpinContext(), joinThreads(), freeContext()]],
    kernelThreads: [{ name: "waiter", operations: [flushBarriers()] }],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 1681, transitions: 4252, depth: 46 },
    shows: [],
  }),
  scenario("C6-barrier-flush-thread", {
    title: "a context is pinned: unpin it, and connect its barrier; an allocation fails",
    ...pinned,
    threads: [[unpinContext(), flushBarriers(), freeContext()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 134, transitions: 226, depth: 26 },
    shows: [],
  }),
  // An engine that cannot be switched to the kernel's context gives its barriers up.
  scenario("C6-barrier-park", {
    title: "unpin a context; pin and unpin it again; a non-blocking allocation fails",
    ...pinned,
    threads: [[unpinContext()], [useContext(), joinThreads(), freeContext()]],
    injections: { nowait: 1 },
    expected: { outcome: "holds", finding: null, states: 2052, transitions: 4419, depth: 47 },
    shows: [],
  }),
  scenario("C6-barrier-nowait", {
    title: "modify a context that is pinned; a non-blocking allocation fails",
    ...pinned,
    threads: [[modifyContext(), unpinContext(), joinThreads(), freeContext()]],
    injections: { nowait: 1 },
    expected: { outcome: "violated", finding: "F32", states: 10, transitions: 9, depth: 7 },
    shows: [],
  }),
  // Whoever looks for a barrier of one context empties the list for the other.
  scenario("C6-barrier-two", {
    title: "pin a context again and modify it, while another is unpinned and pinned again",
    ...pinned,
    ...two,
    threads: [
      [useContext(0, { modifies: true }), freeContext(0)],
      [unpinContext(1), useContext(1), freeContext(1)],
    ],
    expected: { outcome: "holds", finding: null, states: 183592, transitions: 568907, depth: 94 },
    shows: ["a-barrier-is-in-nobodys-list"],
  }),
  // Whoever has the list in hand may be the last one to need the engine, and then needs it not.
  scenario("C6-barrier-asleep", {
    title: "another context has left a barrier: unpin one, and pin it again; an allocation fails",
    ...pinned,
    ...two,
    threads: [
      [unpinContext(1), freeContext(0)],
      [useContext(1), joinThreads(), freeContext(1)],
    ],
    injections: { memory: 1 },
    expected: { outcome: "violated", finding: "F33", states: 3647, transitions: 8828, depth: 37 },
    shows: [],
  }),
  scenario("C6-barrier-two-flush", {
    title: "C6-barrier-two, and somebody connects the barriers",
    bounds: "standard",
    ...pinned,
    ...two,
    threads: [
      [useContext(0, { modifies: true }), freeContext(0)],
      [unpinContext(1), useContext(1), freeContext(1)],
    ],
    kernelThreads: [{ name: "waiter", operations: [flushBarriers()] }],
    expected: {
      outcome: "holds",
      finding: null,
      states: 4358249,
      transitions: 17528257,
      depth: 102,
    },
    shows: ["a-barrier-is-in-nobodys-list"],
  }),
];
