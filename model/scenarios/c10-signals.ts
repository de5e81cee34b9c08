/**
 * C10 (driver.md 12), the global GTT, where a signal interrupts one wait: for a lock that another
 * thread holds, for a bind work, or for an unbind that is pending.
 */
import { GLOBAL_BIND, LOCAL_BIND } from "../cells/bind-bits.ts";
import {
  exec,
  faultGgtt,
  joinThreads,
  migrateTo,
  pinInGgtt,
  relocate,
  unbind,
  unbindSync,
} from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

/** A ppGTT stands behind the GGTT, and takes the LOCAL binds, which are asynchronous. */
const ggtt = { asyncBits: LOCAL_BIND, alias: 1 } as const;

/** All binds go through a work. */
const stopMachine = { vms: [{ ggtt: { asyncBits: 3 }, slots: 2 }] } as const;

export const c10Signals: readonly Scenario[] = [
  // Whoever is interrupted on the way gives back what it has, and says so.
  scenario("C10-contend-signal", {
    title: "one relocates, the other maps through the GGTT; a signal may interrupt one wait",
    vms: [{ ggtt }, {}],
    vmas: [{ object: 0, vm: 0 }],
    sleeps: true,
    objects: [{ handles: 2 }],
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[relocate(0), joinThreads(), unbindSync(0)], [faultGgtt("normal", 1)]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 320, transitions: 461, depth: 61 },
    shows: [],
  }),
  scenario("C10-pin-signal", {
    title: "with asynchronous GLOBAL binds: pin, unbind; a signal may interrupt one wait",
    ...stopMachine,
    threads: [[pinInGgtt(GLOBAL_BIND), unbindSync(), unbindSync()]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 1135, transitions: 2336, depth: 74 },
    shows: [],
  }),
  scenario("C10-async-signal", {
    title:
      "tiled, with asynchronous GLOBAL binds: map through the GGTT, unbind; a signal interrupts",
    ...stopMachine,
    fenceRegisters: 1,
    threads: [[faultGgtt(), unbindSync(), unbindSync()]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 1186, transitions: 2455, depth: 77 },
    shows: [],
  }),
  // The second bind waits for an unbind next to it, which the first one did not find.
  scenario("C10-relocate-pending", {
    title: "beside an object with a job: unbind that, relocate; a signal may interrupt one wait",
    objects: [{}, {}],
    vms: [{ ggtt, slots: 2, hasColouring: true }, { slots: 2 }],
    vmas: [
      { object: 0, vm: 0 },
      { object: 1, vm: 0 },
    ],
    prologue: [
      migrateTo("LMEM", 0),
      migrateTo("LMEM", 1),
      "until idle",
      pinInGgtt(LOCAL_BIND, "normal", 1),
      exec(0),
      "until jobs run",
    ],
    threads: [[unbind(0), relocate(1)]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 12000, transitions: 31854, depth: 66 },
    shows: [],
  }),
];
