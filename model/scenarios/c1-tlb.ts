/**
 * C1-tlb (driver.md 12): C1 with account of what the GPU's TLBs may still reach. A running job
 * fills them with all that its address space maps.
 */
import { closeVm, destroy, exec, migrateTo, unbind } from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

export const c1Tlb: readonly Scenario[] = [
  // Destruction unbinds synchronously, notes that an invalidation is due, and does it in put_pages.
  scenario("C1-tlb", {
    title: "TLBs: execute, destroy",
    prologue: [migrateTo("SYSTEM"), "until idle"],
    threads: [[exec(), destroy()]],
    tracksTlb: true,
    expected: { outcome: "holds", finding: null, states: 62, transitions: 68, depth: 54 },
    shows: ["a-tlb-reaches-what-is-unbound"],
  }),
  // The unbind work notes it instead, through its pointer into the object, before the fence
  // signals.
  scenario("C1-tlb-unbind", {
    title: "TLBs: execute, unbind asynchronously, destroy",
    prologue: [exec(), "until jobs run"],
    threads: [[unbind(), destroy()]],
    tracksTlb: true,
    expected: { outcome: "holds", finding: null, states: 394, transitions: 768, depth: 42 },
    shows: ["a-tlb-reaches-what-is-unbound"],
  }),
  // The object is bound again while TLBs still have its old entries; nothing was freed in between.
  scenario("C1-tlb-rebind", {
    title: "TLBs: unbind asynchronously while a job runs, execute again, destroy",
    prologue: [exec(), "until jobs run"],
    threads: [[unbind(), exec(), destroy()]],
    tracksTlb: true,
    expected: { outcome: "holds", finding: null, states: 2431, transitions: 6345, depth: 82 },
    shows: ["a-tlb-reaches-what-is-unbound"],
  }),
  // Whoever closes an address space has not locked the objects that are bound there.
  scenario("C1-tlb-close", {
    title: "TLBs, no blitter: a job has run; close its address space, migrate to system memory",
    device: { canBlit: false },
    prologue: [exec(), "until idle"],
    threads: [[closeVm()], [migrateTo("SYSTEM")]],
    tracksTlb: true,
    expected: { outcome: "holds", finding: null, states: 380, transitions: 688, depth: 42 },
    shows: ["a-tlb-reaches-what-is-unbound"],
  }),
  scenario("C1-tlb-long", {
    title: "TLBs: execute, unbind asynchronously, execute again, destroy; one allocation fails",
    bounds: "standard",
    threads: [[exec(), unbind(), exec(), destroy()]],
    injections: { nowait: 1 },
    tracksTlb: true,
    expected: {
      outcome: "holds",
      finding: null,
      states: 1018012,
      transitions: 4192553,
      depth: 136,
    },
    shows: ["a-tlb-reaches-what-is-unbound"],
  }),
  // A move puts the pages before the unbind work has noted that an invalidation is due.
  scenario("C1-tlb-move", {
    title: "TLBs: migrate to system memory while a job runs",
    prologue: [exec(), "until jobs run"],
    threads: [[migrateTo("SYSTEM")]],
    tracksTlb: true,
    expected: { outcome: "violated", finding: "F7", states: 1544, transitions: 3421, depth: 41 },
    shows: [],
  }),
];
