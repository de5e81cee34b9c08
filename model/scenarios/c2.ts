/**
 * C2 (driver.md 12): one object bound in two address spaces. Two chains of asynchronous work run
 * side by side, so that the set-up is a prologue.
 */
import { closeVm, destroy, exec, migrateTo } from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

export const c2: readonly Scenario[] = [
  scenario("C2-migrate", {
    title: "bound in A and B, a job in A: migrate, destroy",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), "until idle", exec(0, "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), destroy()]],
    expected: { outcome: "holds", finding: null, states: 4884, transitions: 11353, depth: 75 },
    shows: [],
  }),
  scenario("C2-close", {
    title: "C2-migrate, and B is closed in a second thread",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), "until idle", exec(0, "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), destroy()], [closeVm(1)]],
    expected: { outcome: "holds", finding: null, states: 58307, transitions: 184447, depth: 79 },
    shows: [],
  }),
  scenario("C2-jobs", {
    title: "bound in A and B, a job in each: migrate, destroy",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), exec(0, "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), destroy()]],
    expected: { outcome: "holds", finding: null, states: 82176, transitions: 294207, depth: 88 },
    shows: [],
  }),
  scenario("C2-shared", {
    title:
      "two objects share the reservation of their address space: one dies, one works, it closes",
    objects: [{ privateTo: 0 }, { privateTo: 0 }],
    vms: [{ slots: 2 }],
    prologue: [exec(0), exec(1), "until idle", exec(0), "until jobs run"],
    threads: [[destroy(0)], [exec(1)], [closeVm()]],
    expected: { outcome: "holds", finding: null, states: 22647, transitions: 56853, depth: 67 },
    shows: [],
  }),
  scenario("C2-shared-memory", {
    title: "C2-shared without closing; one blocking allocation fails",
    objects: [{ privateTo: 0 }, { privateTo: 0 }],
    vms: [{ slots: 2 }],
    prologue: [exec(0), exec(1), "until idle", exec(0), "until jobs run"],
    threads: [[destroy(0)], [exec(1)]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 5556, transitions: 11510, depth: 65 },
    shows: [],
  }),
];
