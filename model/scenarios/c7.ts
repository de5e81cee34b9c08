/**
 * C7 (driver.md 12): the job of an execution is captured while its object is unbound, moved or
 * destroyed. A hung job does not complete before it has been captured and reset; a job that is
 * captured for another reason may complete meanwhile.
 */
import {
  captureErrorState,
  closeVm,
  destroy,
  exec,
  execCaptured,
  migrateTo,
  pinForContext,
  putContext,
  reset,
  unbind,
  unbindSync,
  unpinForContext,
} from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

const resetWorker = [{ name: "reset worker", operations: [reset()] }];
const anyCapture = [{ name: "capture", operations: [captureErrorState()] }];

export const c7: readonly Scenario[] = [
  // The unbind is queued behind the job, whose reset comes after the last copy.
  scenario("C7-reset", {
    title: "the job is hung: migrate to system memory while it is captured and reset",
    prologue: [execCaptured([0]), "until jobs run"],
    threads: [[migrateTo("SYSTEM")]],
    kernelThreads: resetWorker,
    expected: { outcome: "holds", finding: null, states: 10318, transitions: 29823, depth: 62 },
    shows: ["a-fence-signals-with-an-error"],
  }),
  // The unbind is queued or immediate, and the capture may have the last hold.
  scenario("C7-capture", {
    title: "the job may end: migrate to system memory while it is captured",
    prologue: [execCaptured([0]), "until jobs run"],
    threads: [[migrateTo("SYSTEM")]],
    kernelThreads: anyCapture,
    expected: { outcome: "holds", finding: null, states: 13112, transitions: 40861, depth: 61 },
    shows: ["a-capture-has-the-last-hold"],
  }),
  // The unbind waits under vm->mutex for as long as the capture takes, and keeps others out.
  scenario("C7-sync", {
    title: "the job may end: unbind synchronously while it is captured, bind another there",
    objects: [{}, {}],
    prologue: [migrateTo("LMEM", 1), "until idle", execCaptured([0]), "until jobs run"],
    threads: [[unbindSync(0), exec(1)]],
    kernelThreads: anyCapture,
    expected: { outcome: "holds", finding: null, states: 5726, transitions: 16297, depth: 90 },
    shows: ["a-capture-keeps-the-mutex-locked"],
  }),
  // What is pinned for the context is held as it is now.
  scenario("C7-pinned", {
    title: "the job may end: capture it along with an idle object that is pinned for its context",
    objects: [{}, {}],
    vms: [{ slots: 2 }],
    prologue: [pinForContext(1), "until idle", execCaptured([0]), "until jobs run"],
    threads: [[unbind(0)], [unpinForContext(1), unbindSync(1), putContext(1)]],
    kernelThreads: [{ name: "capture", operations: [captureErrorState("vmas:1")] }],
    expected: { outcome: "holds", finding: null, states: 30505, transitions: 96051, depth: 72 },
    shows: ["two-bindings-are-held-at-once"],
  }),
  // An item of the capture list, or of the request's, cannot be had: that binding is left out.
  scenario("C7-nowait", {
    title: "C7-capture in place: unbind; an allocation that may not block fails",
    prologue: [execCaptured([0]), "until jobs run"],
    threads: [[unbind()]],
    kernelThreads: anyCapture,
    injections: { nowait: 1 },
    expected: { outcome: "holds", finding: null, states: 3930, transitions: 10771, depth: 44 },
    shows: [],
  }),
  scenario("C7-two-memory", {
    title: "without capture: execute on two objects; one blocking allocation fails",
    objects: [{}, {}],
    vms: [{ slots: 2 }],
    prologue: [migrateTo("SYSTEM", 0), migrateTo("SYSTEM", 1), exec(0), exec(1), "until idle"],
    threads: [[execCaptured([0, 1])]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 1274, transitions: 2366, depth: 67 },
    shows: [],
  }),
  // Whatever the batch needs besides is bound with it, or the execution fails.
  scenario("C7-two-unbound", {
    title: "without capture: execute on two objects that are not bound; an allocation fails",
    objects: [{}, {}],
    vms: [{ slots: 2 }],
    prologue: [migrateTo("SYSTEM", 0), migrateTo("SYSTEM", 1), "until idle"],
    threads: [[execCaptured([0, 1])]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 1977, transitions: 3617, depth: 95 },
    shows: [],
  }),
  // Two bindings are held together; letting go of the first is not the end of the section.
  scenario("C7-two", {
    title: "the job may end: unbind one of two objects while both are captured",
    objects: [{}, {}],
    vms: [{ slots: 2 }],
    prologue: [execCaptured([0, 1]), "until jobs run"],
    threads: [[unbind(1)]],
    kernelThreads: anyCapture,
    expected: { outcome: "violated", finding: "F5", states: 4407, transitions: 11788, depth: 32 },
    shows: [],
  }),
  // An unbind that was immediate is not in the tree: nobody finds that a capture still holds it.
  scenario("C7-range", {
    title: "the job may end: unbind while it is captured, bind another there",
    objects: [{}, {}],
    prologue: [migrateTo("LMEM", 1), "until idle", execCaptured([0]), "until jobs run"],
    threads: [[unbind(0), exec(1)]],
    kernelThreads: anyCapture,
    expected: { outcome: "violated", finding: "F6", states: 3439, transitions: 9347, depth: 36 },
    shows: [],
  }),
  scenario("C7-rebind", {
    title: "the job is hung: unbind, bind another there, move, while it is captured and reset",
    bounds: "standard",
    objects: [{}, {}],
    prologue: [migrateTo("LMEM", 1), "until idle", execCaptured([0]), "until jobs run"],
    threads: [[unbind(0), exec(1), migrateTo("SYSTEM", 0)]],
    kernelThreads: resetWorker,
    expected: { outcome: "holds", finding: null, states: 549524, transitions: 2244264, depth: 119 },
    shows: ["four-fences-in-a-row", "a-bind-waits-for-an-unbind"],
  }),
  scenario("C7-rebind-move", {
    title: "C7-rebind with a pending clear of the other object, and a move after that",
    bounds: "deep",
    objects: [{}, {}],
    prologue: [execCaptured([0]), "until jobs run"],
    threads: [[unbind(0), exec(1), migrateTo("SYSTEM", 0)]],
    kernelThreads: resetWorker,
    expected: {
      outcome: "holds",
      finding: null,
      states: 23956910,
      transitions: 111864516,
      depth: 142,
    },
    shows: [],
  }),
  scenario("C7-two-reset", {
    title: "the job is hung: two objects are unbound while both are captured, and reset",
    bounds: "standard",
    objects: [{}, {}],
    vms: [{ slots: 2 }],
    prologue: [execCaptured([0, 1]), "until jobs run"],
    threads: [[unbind(0)], [migrateTo("SYSTEM", 1)]],
    kernelThreads: resetWorker,
    expected: {
      outcome: "holds",
      finding: null,
      states: 2833281,
      transitions: 12033931,
      depth: 102,
    },
    shows: [],
  }),
  // The release of the address space unbinds what is captured.
  scenario("C7-close", {
    title: "the job may end: the address space is closed while it is captured, and X destroyed",
    prologue: [execCaptured([0]), "until jobs run"],
    threads: [[destroy(0)], [closeVm()]],
    kernelThreads: anyCapture,
    expected: { outcome: "holds", finding: null, states: 1560, transitions: 3914, depth: 35 },
    shows: [],
  }),
  // An immediate unbind is not in the tree: the release does not wait for who holds the binding.
  scenario("C7-close-unbind", {
    title: "the job may end: unbind, and close the address space, while it is captured",
    prologue: [execCaptured([0]), "until jobs run"],
    threads: [[unbind(0)], [closeVm()]],
    kernelThreads: anyCapture,
    expected: { outcome: "violated", finding: "F21", states: 4882, transitions: 14654, depth: 31 },
    shows: [],
  }),
  // A queued one is in the tree, and keeps the address space until the capture is over.
  scenario("C7-close-move", {
    title:
      "the job may end, an unbind is pending: move, destroy, close the VM while it is captured",
    bounds: "standard",
    prologue: [execCaptured([0]), "until jobs run", unbind(0)],
    threads: [[migrateTo("SYSTEM"), migrateTo("LMEM"), destroy(0)], [closeVm()]],
    kernelThreads: anyCapture,
    pools: { bos: 6, resources: 8, tts: 6, ioSgts: 5, requests: 7, memcpyWorks: 4 },
    expected: { outcome: "holds", finding: null, states: 1391737, transitions: 5785120, depth: 80 },
    shows: ["a-capture-has-the-last-hold", "a-vm-is-kept-for-a-dying-object"],
  }),
  // Whoever unbinds, even the release of the address space, waits for the capture.
  scenario("C7-close-sync", {
    title: "C7-sync; X is destroyed, and the address space closed; one failure of any class",
    bounds: "standard",
    objects: [{}, {}],
    vms: [{ bindsAsync: false }],
    prologue: [migrateTo("LMEM", 1), "until idle", execCaptured([0]), "until jobs run"],
    threads: [[unbindSync(0), exec(1)], [destroy(0)], [closeVm()]],
    kernelThreads: anyCapture,
    injections: { any: 1 },
    expected: { outcome: "holds", finding: null, states: 776205, transitions: 2934559, depth: 94 },
    shows: ["a-capture-keeps-the-mutex-locked"],
  }),
  scenario("C7-close-rebind", {
    title: "the job is hung: unbind, bind another there, close the VM, while it is captured",
    bounds: "standard",
    objects: [{}, {}],
    vms: [{ bindsAsync: false }],
    prologue: [migrateTo("LMEM", 1), "until idle", execCaptured([0]), "until jobs run"],
    threads: [[unbind(0)], [exec(1)], [closeVm()]],
    kernelThreads: resetWorker,
    expected: { outcome: "holds", finding: null, states: 915613, transitions: 3292967, depth: 95 },
    shows: ["an-unbind-is-pending-in-a-dying-vm"],
  }),
  // The unbind is in the tree already, unlike in C7-range, and so is found by who binds there.
  scenario("C7-close-pending", {
    title: "the job may end, an unbind is pending: bind another there, close the VM",
    bounds: "standard",
    objects: [{}, {}],
    vms: [{ bindsAsync: false }],
    prologue: [migrateTo("LMEM", 1), "until idle", execCaptured([0]), "until jobs run", unbind(0)],
    threads: [[migrateTo("SYSTEM", 0)], [exec(1)], [closeVm()]],
    kernelThreads: anyCapture,
    expected: {
      outcome: "holds",
      finding: null,
      states: 4107282,
      transitions: 18099574,
      depth: 99,
    },
    shows: ["a-capture-keeps-the-mutex-locked", "an-unbind-is-pending-in-a-dying-vm"],
  }),
];
