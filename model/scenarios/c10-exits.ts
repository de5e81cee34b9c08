/**
 * C10 (driver.md 12), continued: pins and unbinds that end early, or find half of their work done,
 * give back what they have taken, and in the right order.
 */
import { GLOBAL_BIND, LOCAL_BIND } from "../cells/bind-bits.ts";
import type { Configuration } from "../configuration.ts";
import {
  captureErrorState,
  destroy,
  execCaptured,
  joinThreads,
  migrateTo,
  pinInGgtt,
  queueInGgtt,
  tolerating,
  unbind,
  unbindSync,
} from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

type Part = Partial<Configuration>;

/** Nothing is asynchronous, and the device sleeps. */
const plain = { vms: [{ ggtt: {} }], sleeps: true } as const satisfies Part;

/** All binds go through a work. */
const stopMachine = { vms: [{ ggtt: { asyncBits: 3 }, slots: 2 }] } as const satisfies Part;

/** It has never been anywhere else, and its reservation has room for nothing yet. */
const inSystem = { placements: ["SYSTEM"] } as const;

export const c10Exits: readonly Scenario[] = [
  // The pin has its work by then, which has to be committed all the same.
  scenario("C10-queue-signal", {
    title: "with asynchronous binds: queue X while Y is unbound; a signal interrupts one wait",
    ...stopMachine,
    objects: [inSystem, inSystem],
    prologue: [queueInGgtt(GLOBAL_BIND, "normal", 1), "until idle"],
    threads: [[queueInGgtt(GLOBAL_BIND, "normal", 0), joinThreads()], [unbindSync(1)]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 2096, transitions: 3778, depth: 68 },
    shows: [],
  }),
  // Two works bind one resource; an unbind has to wait for both.
  scenario("C10-queue-twice", {
    title: "with asynchronous binds: GLOBAL and LOCAL are queued; unbind, and wait",
    ...stopMachine,
    prologue: [queueInGgtt(GLOBAL_BIND), queueInGgtt(LOCAL_BIND)],
    threads: [[unbindSync()]],
    expected: { outcome: "holds", finding: null, states: 552, transitions: 1350, depth: 48 },
    shows: [],
  }),
  // There is no room for the fence of the unbind, which is then done synchronously.
  scenario("C10-unbind-memory", {
    title: "in system memory: pin, unbind; one blocking allocation fails",
    ...plain,
    objects: [inSystem],
    threads: [[pinInGgtt(GLOBAL_BIND), unbind()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 110, transitions: 111, depth: 44 },
    shows: [],
  }),
  // Whoever waits for its bind keeps it pinned for a moment longer than locked.
  scenario("C10-pinned", {
    title: "one pins, and unbinds later; another one unbinds, and finds it pinned",
    ...plain,
    objects: [{ handles: 2 }],
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [
      [pinInGgtt(GLOBAL_BIND, "normal", 0), joinThreads(), unbindSync(0)],
      [tolerating("-EAGAIN", unbindSync(1))],
    ],
    expected: { outcome: "holds", finding: null, states: 109, transitions: 139, depth: 46 },
    shows: [],
  }),
  // The device stays awake for the unbind, whoever holds the resource besides.
  scenario("C10-capture", {
    title: "with a ppGTT behind, an unbind is pending: destroy, while the job is captured",
    vms: [{ ggtt: { asyncBits: LOCAL_BIND, alias: 1 } }, {}],
    vmas: [{ object: 0, vm: 0 }],
    sleeps: true,
    prologue: [
      migrateTo("LMEM"),
      "until idle",
      pinInGgtt(GLOBAL_BIND),
      execCaptured([0]),
      "until jobs run",
      unbind(),
    ],
    threads: [[destroy()]],
    kernelThreads: [{ name: "capture", operations: [captureErrorState()] }],
    expected: { outcome: "holds", finding: null, states: 1068, transitions: 2995, depth: 28 },
    shows: [],
  }),
];
