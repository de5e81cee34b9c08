/**
 * C3 (driver.md 12): two objects want the same range of one address space. What is bound there may
 * still be executing, on its way out, or unbound and not yet out of the tree.
 */
import type { Configuration } from "../configuration.ts";
import {
  destroy,
  exec,
  migrateTo,
  pinForContext,
  tolerating,
  unbind,
  unpinForContext,
} from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

const pools = { blocks: 2, tts: 3, bos: 3, bindWorks: 4, vmaResources: 4 } as const;

/** Both objects have their pages in local memory. */
const resident = {
  objects: [{}, {}],
  pools,
  prologue: [migrateTo("LMEM", 0), "until idle", migrateTo("LMEM", 1), "until idle"],
} as const satisfies Partial<Configuration>;

/** The first object is bound, and its job is running; the pages of both are where they will be. */
const running = {
  objects: [{}, {}],
  pools,
  prologue: [migrateTo("LMEM", 1), "until idle", exec(0), "until jobs run"],
} as const satisfies Partial<Configuration>;

export const c3: readonly Scenario[] = [
  scenario("C3-reuse", {
    title: "a job runs on X; X is unbound asynchronously while Y executes in the same range",
    ...running,
    threads: [[unbind(0)], [exec(1)]],
    expected: { outcome: "holds", finding: null, states: 44782, transitions: 149463, depth: 91 },
    shows: ["bind-meets-a-pending-unbind"],
  }),
  scenario("C3-reuse-nowait", {
    title: "C3-reuse; an allocation that may not block fails",
    ...running,
    threads: [[unbind(0)], [exec(1)]],
    injections: { nowait: 1 },
    expected: { outcome: "holds", finding: null, states: 97617, transitions: 322890, depth: 93 },
    shows: ["bind-meets-a-pending-unbind"],
  }),
  scenario("C3-reuse-signal", {
    title: "C3-reuse; a signal may interrupt one wait",
    ...running,
    threads: [[unbind(0)], [exec(1)]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 55726, transitions: 178618, depth: 98 },
    shows: [],
  }),
  scenario("C3-reuse-sync", {
    title: "C3-reuse with synchronous binds",
    ...running,
    vms: [{ bindsAsync: false }],
    threads: [[unbind(0)], [exec(1)]],
    expected: { outcome: "holds", finding: null, states: 31198, transitions: 85722, depth: 85 },
    shows: [],
  }),
  // The range is free, but for an unbind that is queued: a bind without a work waits for it itself.
  scenario("C3-pending-sync", {
    title: "X is unbound behind a job; Y executes in the same range, with synchronous binds",
    ...running,
    prologue: [...running.prologue, unbind(0)],
    vms: [{ bindsAsync: false }],
    threads: [[exec(1)]],
    expected: { outcome: "holds", finding: null, states: 2849, transitions: 7494, depth: 69 },
    shows: [],
  }),
  scenario("C3-contend", {
    title: "a job runs on X; X is unbound and executes again while Y executes in the same range",
    ...running,
    threads: [[unbind(0), exec(0)], [exec(1)]],
    expected: {
      outcome: "violated",
      finding: "F3",
      states: 280202,
      transitions: 905858,
      depth: 70,
    },
    shows: [],
  }),
  scenario("C3-back-off", {
    title: "X and Y are unbound while Y executes in the range of X: locks are taken and given up",
    objects: [{}, {}],
    pools,
    prologue: [migrateTo("LMEM", 1), "until idle", exec(0), "until idle"],
    threads: [[unbind(0)], [exec(1)], [unbind(1)]],
    expected: { outcome: "holds", finding: null, states: 60633, transitions: 200420, depth: 93 },
    shows: [],
  }),
  // Nobody makes a second attempt for a pin: the eviction picks the right victim, or it fails.
  scenario("C3-pin", {
    title: "a job runs on X; Y is pinned in the same range; a signal may interrupt one wait",
    ...running,
    threads: [[pinForContext(1), unpinForContext(1)]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 608, transitions: 1052, depth: 69 },
    shows: [],
  }),
  // The whole address space is emptied where the single victim could not be locked.
  scenario("C3-trylock", {
    title: "X is bound and idle; Y executes in the same range, and cannot lock X at first",
    objects: [{}, {}],
    pools,
    prologue: [migrateTo("LMEM", 1), "until idle", exec(0), "until idle"],
    threads: [[exec(1)]],
    injections: { trylock: 1 },
    expected: { outcome: "holds", finding: null, states: 1045, transitions: 1828, depth: 88 },
    shows: [],
  }),
  scenario("C3-two-failures", {
    bounds: "standard",
    title: "X executes, is unbound and destroyed, Y executes; a signal, and a failed allocation",
    ...resident,
    threads: [[exec(0), unbind(0), destroy(0)], [exec(1)]],
    injections: { nowait: 1, signal: 1 },
    expected: { outcome: "holds", finding: null, states: 863542, transitions: 2791558, depth: 136 },
    shows: ["bind-meets-a-pending-unbind"],
  }),
  scenario("C3-migrate-nowait", {
    bounds: "standard",
    title: "a job runs on X; X migrates while Y executes in its range; an allocation fails",
    ...running,
    threads: [[migrateTo("SYSTEM", 0)], [exec(1)]],
    injections: { nowait: 1 },
    expected: {
      outcome: "holds",
      finding: null,
      states: 1803137,
      transitions: 7164552,
      depth: 111,
    },
    shows: ["bind-meets-a-pending-unbind", "blit-waits-for-an-unbind"],
  }),
  scenario("C3-scratch", {
    bounds: "deep",
    title: "X executes, is unbound and destroyed, Y executes, from objects without pages",
    objects: [{}, {}],
    pools: { ...pools, requests: 6, memcpyWorks: 4, bos: 4, ioSgts: 4, tts: 4 },
    threads: [[exec(0), unbind(0), destroy(0)], [exec(1)]],
    expected: null,
    shows: [],
  }),
  // Whoever finds the range taken by what somebody else has locked may give up: that is C3-contend.
  scenario("C3-again", {
    bounds: "standard",
    title: "C3-contend, where users reckon with a full address space, and both are destroyed",
    ...running,
    threads: [[unbind(0), tolerating("-ENOSPC", exec(0))], [tolerating("-ENOSPC", exec(1))]],
    expected: { outcome: "holds", finding: null, states: 930899, transitions: 3147704, depth: 146 },
    shows: ["bind-meets-a-pending-unbind"],
  }),
];
