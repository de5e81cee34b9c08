/**
 * C2 (driver.md 12): one object bound in two address spaces. Two chains of asynchronous work run
 * side by side, so that the set-up is a prologue.
 */
import {
  captureErrorState,
  closeVm,
  destroy,
  exec,
  execCaptured,
  migrateTo,
} from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

export const c2: readonly Scenario[] = [
  scenario("C2-migrate", {
    title: "bound in A and B, a job in A: migrate, destroy",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), "until idle", exec(0, "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), destroy()]],
    expected: { outcome: "holds", finding: null, states: 4884, transitions: 11353, depth: 75 },
    shows: ["blit-waits-for-an-unbind", "a-work-waits-for-the-mutex", "a-ghost-is-left-behind"],
  }),
  scenario("C2-close", {
    title: "C2-migrate, and B is closed in a second thread",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), "until idle", exec(0, "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), destroy()], [closeVm(1)]],
    expected: { outcome: "holds", finding: null, states: 66347, transitions: 211325, depth: 80 },
    shows: ["an-object-outlives-its-vm", "a-vm-is-kept-for-a-dying-object"],
  }),
  scenario("C2-jobs", {
    title: "bound in A and B, a job in each: migrate, destroy",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), exec(0, "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), destroy()]],
    expected: { outcome: "holds", finding: null, states: 82176, transitions: 294207, depth: 88 },
    shows: ["blit-waits-for-an-unbind"],
  }),
  scenario("C2-shared", {
    title:
      "two objects share the reservation of their address space: one dies, one works, it closes",
    objects: [{ privateTo: 0 }, { privateTo: 0 }],
    vms: [{ slots: 2 }],
    prologue: [exec(0), exec(1), "until idle", exec(0), "until jobs run"],
    threads: [[destroy(0)], [exec(1)], [closeVm()]],
    expected: { outcome: "holds", finding: null, states: 23808, transitions: 60168, depth: 69 },
    shows: ["a-released-object-leaves-its-reservation"],
  }),
  scenario("C2-shared-memory", {
    title: "C2-shared; one blocking allocation fails",
    objects: [{ privateTo: 0 }, { privateTo: 0 }],
    vms: [{ slots: 2 }],
    prologue: [exec(0), exec(1), "until idle", exec(0), "until jobs run"],
    threads: [[destroy(0)], [exec(1)], [closeVm()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 68679, transitions: 175707, depth: 70 },
    shows: ["a-released-object-leaves-its-reservation"],
  }),
  // Both chains from their beginning: binds may be pending in both when the move unbinds.
  scenario("C2-scratch", {
    title: "execute in A and in B, migrate, destroy",
    bounds: "deep",
    vms: [{}, {}],
    threads: [[exec(0, "vms:0"), exec(0, "vms:1"), migrateTo("SYSTEM"), destroy()]],
    expected: null,
    shows: ["a-table-outlives-its-placement"],
  }),
  scenario("C2-second", {
    title: "a job runs in A: execute in B, migrate, destroy; A is closed in a second thread",
    bounds: "standard",
    vms: [{}, {}],
    prologue: [exec(0, "vms:0"), "until jobs run"],
    threads: [[exec(0, "vms:1"), migrateTo("SYSTEM"), destroy()], [closeVm(0)]],
    expected: {
      outcome: "holds",
      finding: null,
      states: 1872349,
      transitions: 7140542,
      depth: 117,
    },
    shows: [],
  }),
  scenario("C2-close-jobs", {
    title: "C2-jobs, and B is closed in a second thread",
    bounds: "standard",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), exec(0, "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), destroy()], [closeVm(1)]],
    expected: { outcome: "holds", finding: null, states: 436383, transitions: 1707254, depth: 93 },
    shows: [],
  }),
  scenario("C2-close-again", {
    title: "C2-close-jobs, but executes in A again before it destroys",
    bounds: "deep",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), exec(0, "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), exec(0, "vms:0"), destroy()], [closeVm(1)]],
    expected: null,
    shows: [],
  }),
  scenario("C2-shared-scratch", {
    title: "C2-shared from the beginning, with synchronous binds",
    bounds: "standard",
    objects: [{ privateTo: 0 }, { privateTo: 0 }],
    vms: [{ slots: 2, bindsAsync: false }],
    threads: [[exec(0), destroy(0)], [exec(1)], [closeVm()]],
    expected: {
      outcome: "holds",
      finding: null,
      states: 3382007,
      transitions: 10549001,
      depth: 142,
    },
    shows: [],
  }),
  // A capture holds back the unbind in A, and the move with it, while that in B goes on.
  scenario("C2-capture", {
    title: "C2-jobs, and the job in A is captured, and may end meanwhile",
    bounds: "standard",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), execCaptured([0], "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), destroy()]],
    kernelThreads: [{ name: "capture", operations: [captureErrorState()] }],
    expected: { outcome: "holds", finding: null, states: 642885, transitions: 2820018, depth: 92 },
    shows: ["a-capture-has-the-last-hold"],
  }),
  scenario("C2-close-signal", {
    title: "C2-close-jobs; a signal may interrupt one wait",
    bounds: "standard",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), exec(0, "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), destroy()], [closeVm(1)]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 530272, transitions: 2046949, depth: 93 },
    shows: [],
  }),
];
