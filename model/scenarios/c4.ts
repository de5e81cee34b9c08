/**
 * C4 (driver.md 12): as C3, in an address space whose nodes have colours and guard pages. What is
 * unbound asynchronously still stands beside the new binding, or under its guard.
 */
import type { Configuration } from "../configuration.ts";
import { exec, migrateTo, tolerating, unbind } from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

const pools = { blocks: 2, tts: 3, bos: 3, bindWorks: 4, vmaResources: 4 } as const;

/** X is bound at `page`, and its job is running; Y has its pages already. */
const runningAt = (page: number): Partial<Configuration> => ({
  objects: [{}, {}],
  pools,
  prologue: [migrateTo("LMEM", 1), "until idle", exec(0, "vms:0", page), "until jobs run"],
});

/** Room for X and Z, and for Y of another colour between them. */
const betweenTwo = {
  objects: [{}, {}, {}],
  pools: {
    bos: 6,
    resources: 9,
    blocks: 3,
    tts: 6,
    ioSgts: 4,
    vmaResources: 6,
    bindWorks: 6,
    requests: 6,
    memcpyWorks: 3,
  },
  vms: [{ slots: 3, hasColouring: true }],
  vmas: [
    { object: 0, vm: 0, colour: 0 },
    { object: 1, vm: 0, colour: 1 },
    { object: 2, vm: 0, colour: 0 },
  ],
} as const satisfies Partial<Configuration>;

export const c4: readonly Scenario[] = [
  scenario("C4-neighbour", {
    title: "a job runs on X; X is unbound while Y, of another colour, executes beside it",
    ...runningAt(0),
    vms: [{ slots: 3, hasColouring: true }],
    vmas: [
      { object: 0, vm: 0, colour: 0 },
      { object: 1, vm: 0, colour: 1 },
    ],
    threads: [[unbind(0)], [exec(1, "vms:0", 1)]],
    expected: { outcome: "holds", finding: null, states: 44726, transitions: 149317, depth: 91 },
    shows: ["bind-meets-a-pending-unbind"],
  }),
  scenario("C4-equal", {
    title: "C4-neighbour with one colour: X need not make room for Y",
    ...runningAt(0),
    vms: [{ slots: 3, hasColouring: true }],
    threads: [[unbind(0)], [exec(1, "vms:0", 1)]],
    expected: { outcome: "holds", finding: null, states: 40381, transitions: 139256, depth: 91 },
    shows: [],
  }),
  scenario("C4-guard", {
    title: "X has guard pages, and Y executes on what was one of them",
    ...runningAt(1),
    vms: [{ slots: 3 }],
    vmas: [
      { object: 0, vm: 0, guard: 1 },
      { object: 1, vm: 0 },
    ],
    threads: [[unbind(0)], [exec(1, "vms:0", 2)]],
    expected: { outcome: "holds", finding: null, states: 44726, transitions: 149317, depth: 91 },
    shows: ["bind-meets-a-pending-unbind"],
  }),
  scenario("C4-high", {
    title: "X and Y take turns at the third page of an address space",
    ...runningAt(2),
    vms: [{ slots: 3 }],
    threads: [[unbind(0)], [exec(1, "vms:0", 2)]],
    expected: { outcome: "holds", finding: null, states: 44726, transitions: 149317, depth: 91 },
    shows: ["bind-meets-a-pending-unbind"],
  }),
  scenario("C4-nowait", {
    title: "C4-neighbour; an allocation that may not block fails",
    ...runningAt(0),
    vms: [{ slots: 3, hasColouring: true }],
    vmas: [
      { object: 0, vm: 0, colour: 0 },
      { object: 1, vm: 0, colour: 1 },
    ],
    threads: [[unbind(0)], [exec(1, "vms:0", 1)]],
    injections: { nowait: 1 },
    expected: { outcome: "holds", finding: null, states: 97539, transitions: 322698, depth: 93 },
    shows: [],
  }),
  scenario("C4-misplaced", {
    title: "an object that is bound at one page executes at another; a signal may interrupt",
    pools,
    vms: [{ slots: 2 }],
    prologue: [exec(0, "vms:0", 0), "until jobs run"],
    threads: [[exec(0, "vms:0", 1)]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 196, transitions: 295, depth: 72 },
    shows: [],
  }),
  scenario("C4-both-sides", {
    bounds: "standard",
    title: "jobs run on X and Z; both are unbound while Y, of another colour, goes between them",
    ...betweenTwo,
    prologue: [
      migrateTo("LMEM", 1),
      "until idle",
      exec(0, "vms:0", 0),
      exec(2, "vms:0", 2),
      "until jobs run",
    ],
    threads: [[unbind(0), unbind(2)], [exec(1, "vms:0", 1)]],
    expected: {
      outcome: "holds",
      finding: null,
      states: 15925812,
      transitions: 81270780,
      depth: 135,
    },
    shows: ["bind-meets-a-pending-unbind"],
  }),
  scenario("C4-guard-again", {
    bounds: "standard",
    title: "C4-guard, but X is bound again, where users reckon with a full address space",
    ...runningAt(1),
    vms: [{ slots: 3 }],
    vmas: [
      { object: 0, vm: 0, guard: 1 },
      { object: 1, vm: 0 },
    ],
    threads: [
      [unbind(0), tolerating("-ENOSPC", exec(0, "vms:0", 1))],
      [tolerating("-ENOSPC", exec(1, "vms:0", 2))],
    ],
    expected: { outcome: "holds", finding: null, states: 898601, transitions: 3041645, depth: 145 },
    shows: ["bind-meets-a-pending-unbind"],
  }),
  scenario("C4-both-sides-again", {
    bounds: "deep",
    title: "C4-both-sides, but X is bound again and Y has no pages yet; an allocation fails",
    ...betweenTwo,
    prologue: [exec(0, "vms:0", 0), exec(2, "vms:0", 2), "until jobs run"],
    threads: [
      [unbind(0), unbind(2), tolerating("-ENOSPC", exec(0, "vms:0", 0))],
      [tolerating("-ENOSPC", exec(1, "vms:0", 1))],
    ],
    injections: { nowait: 1 },
    expected: null,
    shows: [],
  }),
];
