/**
 * C1 (driver.md 12): one object in one address space executes, moves between local and system
 * memory, is unbound and destroyed.
 */
import { destroy, exec, migrateTo, unbind } from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

/** Enough for two executions and two moves that have not drained. */
const twoRounds = {
  bos: 6,
  resources: 8,
  tts: 6,
  ioSgts: 5,
  vmaResources: 4,
  bindWorks: 4,
  requests: 7,
  memcpyWorks: 4,
} as const;

export const c1: readonly Scenario[] = [
  // Every bind, unbind and copy is asynchronous.
  scenario("C1-move", {
    title: "one object: execute, migrate to system memory, destroy",
    threads: [[exec(), migrateTo("SYSTEM"), destroy()]],
    expected: { outcome: "holds", finding: null, states: 264676, transitions: 948832, depth: 109 },
    shows: [
      "a-ghost-is-left-behind",
      "a-job-waits-for-its-bind",
      "a-table-outlives-its-placement",
      "all-kinds-of-fences-signal",
      "an-entry-is-written",
      "blit-waits-for-an-unbind",
      "everything-is-freed",
      "object-moves-during-a-bind",
      "reservation-holds-two-fences",
      "unbind-waits-for-a-bind",
    ],
  }),
  // The second binding takes the range of the first while its unbind may still be pending.
  scenario("C1-rebind", {
    title: "in one place: execute, unbind, execute again",
    threads: [[exec(), unbind(), exec()]],
    expected: { outcome: "holds", finding: null, states: 404739, transitions: 1632659, depth: 131 },
    shows: [
      "bind-meets-a-pending-unbind",
      "unbind-waits-for-a-bind",
      "an-unbind-is-queued-with-entries",
      "an-unbind-outlasts-its-caller",
    ],
  }),
  // A blit fails while the object is already one move ahead: the CPU has to make good for it.
  scenario("C1-recovery", {
    title: "without execution: clear local memory, move out again; a blit may fail",
    threads: [[migrateTo("LMEM"), migrateTo("SYSTEM")]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 3497, transitions: 7057, depth: 55 },
    shows: ["a-blit-runs-on-memory-of-a-ghost"],
  }),
  // As C1-recovery, but the copy that has to be made good reads system memory.
  scenario("C1-recovery-system", {
    title: "without execution: fill system memory, move into local memory; a blit may fail",
    threads: [[migrateTo("SYSTEM"), migrateTo("LMEM")]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 165, transitions: 231, depth: 36 },
    shows: ["a-copy-relies-on-the-table-of-a-tt"],
  }),
  // Two moves behind the first: a copy of the first may be made good after the third has begun.
  scenario("C1-two-moves", {
    title: "without execution: into local memory and back twice; a blit may fail",
    threads: [[migrateTo("LMEM"), migrateTo("SYSTEM"), migrateTo("LMEM")]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 247107, transitions: 671697, depth: 80 },
    shows: ["a-copy-relies-on-the-table-of-a-tt"],
  }),
  // An address space whose binds are not asynchronous: the bind waits for the moving fence itself.
  scenario("C1-sync", {
    title: "with synchronous binds: execute, migrate to system memory",
    threads: [[exec(), migrateTo("SYSTEM")]],
    vms: [{ bindsAsync: false }],
    expected: { outcome: "holds", finding: null, states: 20388, transitions: 58081, depth: 98 },
    shows: ["a-work-waits-for-the-mutex"],
  }),
  // A move that finds several unfinished ones waits where it has no memory to depend on them.
  scenario("C1-two-moves-memory", {
    title: "C1-two-moves with good blits; one blocking allocation fails",
    threads: [[migrateTo("LMEM"), migrateTo("SYSTEM"), migrateTo("LMEM")]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 212248, transitions: 574660, depth: 80 },
    shows: [],
  }),
  // A bind that cannot await a pending unbind for want of memory waits for it under vm->mutex.
  scenario("C1-rebind-nowait", {
    bounds: "standard",
    title: "C1-rebind; an allocation that may not block fails",
    threads: [[exec(), unbind(), exec()]],
    injections: { nowait: 1 },
    expected: { outcome: "holds", finding: null, states: 978367, transitions: 4033629, depth: 131 },
    shows: [],
  }),
  // A bind that has to wait for vm->mutex, which an unbind work holds, may be interrupted.
  scenario("C1-rebind-signal", {
    title: "C1-rebind; a signal may interrupt one wait",
    threads: [[exec(), unbind(), exec()]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 411974, transitions: 1654316, depth: 132 },
    shows: [],
  }),
  // A request that fails passes its error on, and nobody is left waiting.
  scenario("C1-gpu", {
    title: "without migration: execute; a job or the clearing blit fails",
    threads: [[exec()]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 6079, transitions: 16077, depth: 75 },
    shows: [],
  }),
  // Every exit behind a failed allocation gives back exactly what was taken before.
  scenario("C1-memory", {
    title: "in local memory: execute; one blocking allocation fails",
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[exec()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 90, transitions: 98, depth: 52 },
    shows: [],
  }),
  // The blit cannot be built, and what it lacked is wanted once more for the copy by the CPU.
  scenario("C1-memory-thrice", {
    title: "migrate to local memory; three blocking allocations fail",
    threads: [[migrateTo("SYSTEM"), migrateTo("LMEM")]],
    injections: { memory: 3 },
    expected: { outcome: "violated", finding: "F19", states: 101, transitions: 103, depth: 13 },
    shows: [],
  }),
  // A bind behind a blit that fails is skipped, and the job finds out only if it looks in time.
  scenario("C1-gpu-system", {
    title: "in local memory: migrate to system memory, execute there; a blit or a job may fail",
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[migrateTo("SYSTEM"), exec()]],
    injections: { gpu: 1 },
    expected: { outcome: "violated", finding: "F12", states: 1540, transitions: 3417, depth: 40 },
    shows: [],
  }),
  // A move behind a job that has failed: its error is found before the copy, or reported by it.
  scenario("C1-gpu-move", {
    title: "in local memory: execute, migrate; the job or a blit may fail",
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[exec(), migrateTo("SYSTEM")]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 7118, transitions: 16835, depth: 83 },
    shows: [],
  }),
  // Where an asynchronous path gives up for want of memory, the synchronous one must take over.
  scenario("C1-nowait", {
    title: "in one place: execute, unbind; an allocation that may not block fails",
    threads: [[exec(), unbind()]],
    injections: { nowait: 1 },
    expected: { outcome: "holds", finding: null, states: 45498, transitions: 144550, depth: 91 },
    shows: [],
  }),
  // A second thread closes the handle at any moment, so that the object may die in anybody's hands.
  scenario("C1-race", {
    title: "with two threads: one executes, the other destroys",
    threads: [[exec()], [destroy()]],
    expected: { outcome: "holds", finding: null, states: 5685, transitions: 17783, depth: 75 },
    shows: [],
  }),
  // Two users of one object wait for its lock, and either may be interrupted.
  scenario("C1-race-signal", {
    title: "with two threads: one executes, the other unbinds; a signal may interrupt one wait",
    threads: [[exec()], [unbind()]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 68969, transitions: 246490, depth: 92 },
    shows: [],
  }),
  // A synchronous bind is interrupted while it waits for the moving fence.
  scenario("C1-sync-signal", {
    title: "C1-sync; a signal may interrupt one wait",
    threads: [[exec(), migrateTo("SYSTEM")]],
    vms: [{ bindsAsync: false }],
    injections: { signal: 1 },
    expected: { outcome: "violated", finding: "F1", states: 2569, transitions: 5433, depth: 61 },
    shows: [],
  }),
  // A bind behind two unfinished moves needs memory for a composite of their fences.
  scenario("C1-moving-memory", {
    title: "after two moves: execute while both run; one blocking allocation fails",
    threads: [[migrateTo("LMEM"), migrateTo("SYSTEM"), exec()]],
    injections: { memory: 1 },
    expected: { outcome: "violated", finding: "F2", states: 22286, transitions: 55640, depth: 54 },
    shows: [],
  }),
  // The ghost of the first move may be alive, and its blit may fail, during the second one.
  scenario("C1-back", {
    title: "a job runs; there and back, and destroy; a job or a blit may fail",
    pools: twoRounds,
    prologue: [exec(), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), migrateTo("LMEM"), destroy()]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 127969, transitions: 383461, depth: 84 },
    shows: [],
  }),
  // Two unbinds of one object may be pending at once, with fences that nothing orders.
  scenario("C1-unbind-twice", {
    title: "a job runs; unbind, execute, unbind",
    pools: { bindWorks: 4, vmaResources: 4 },
    prologue: [exec(), "until jobs run"],
    threads: [[unbind(), exec(), unbind()]],
    expected: { outcome: "holds", finding: null, states: 26884, transitions: 87703, depth: 95 },
    shows: ["an-entry-is-about-to-be-replaced"],
  }),
  // The long list of operations of driver.md 12.1, whose first execution is set up.
  scenario("C1-long", {
    bounds: "standard",
    title: "a job runs; there and back, execute, destroy",
    pools: twoRounds,
    prologue: [exec(), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), migrateTo("LMEM"), exec(), destroy()]],
    expected: {
      outcome: "holds",
      finding: null,
      states: 2626316,
      transitions: 11535516,
      depth: 131,
    },
    shows: ["a-table-outlives-its-placement"],
  }),
  scenario("C1-move-any", {
    bounds: "standard",
    title: "in local memory: execute, there and back, destroy; one failure of any class",
    pools: twoRounds,
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[exec(), migrateTo("SYSTEM"), migrateTo("LMEM"), destroy()]],
    injections: { any: 1 },
    expected: { outcome: "holds", finding: null, states: 443499, transitions: 1315864, depth: 114 },
    shows: ["a-blit-runs-on-memory-of-a-ghost"],
  }),
  scenario("C1-rebind-any", {
    bounds: "standard",
    title: "in local memory, with a job: unbind, execute, both again; one failure of any class",
    pools: twoRounds,
    prologue: [exec(), "until jobs run"],
    threads: [[unbind(), exec(), unbind(), exec()]],
    injections: { any: 1 },
    expected: {
      outcome: "holds",
      finding: null,
      states: 3269210,
      transitions: 12937662,
      depth: 137,
    },
    shows: ["bind-meets-a-pending-unbind"],
  }),
  scenario("C1-scratch", {
    bounds: "deep",
    title: "execute, there and back, execute, destroy",
    pools: twoRounds,
    threads: [[exec(), migrateTo("SYSTEM"), migrateTo("LMEM"), exec(), destroy()]],
    expected: null,
    shows: [],
  }),
  // The same from the beginning; what a blocking allocation does there is C1-moving-memory.
  scenario("C1-move-failures", {
    bounds: "standard",
    title: "C1-move; a non-blocking allocation fails, a signal interrupts, a job or blit fails",
    threads: [[exec(), migrateTo("SYSTEM"), destroy()]],
    injections: { nowait: 1, signal: 1, gpu: 1 },
    expected: {
      outcome: "holds",
      finding: null,
      states: 1862602,
      transitions: 6844164,
      depth: 111,
    },
    shows: ["a-table-outlives-its-placement"],
  }),
  // Three users of one object take turns in every order.
  scenario("C1-any-order", {
    bounds: "standard",
    title: "bound and idle; with three threads: one executes, one migrates, one migrates back",
    objects: [{ handles: 3 }],
    pools: twoRounds,
    prologue: [exec(), "until idle"],
    threads: [[exec(0)], [migrateTo("SYSTEM", 1)], [migrateTo("LMEM", 2)]],
    expected: {
      outcome: "holds",
      finding: null,
      states: 1544312,
      transitions: 7023652,
      depth: 126,
    },
    shows: ["object-moves-during-a-bind"],
  }),
  scenario("C1-any-order-unbind", {
    bounds: "standard",
    title: "a job runs; with three threads: one executes, one unbinds, one migrates",
    objects: [{ handles: 3 }],
    pools: twoRounds,
    prologue: [exec(), "until jobs run"],
    threads: [[exec(0)], [unbind(1)], [migrateTo("SYSTEM", 2)]],
    expected: {
      outcome: "holds",
      finding: null,
      states: 3497310,
      transitions: 16994748,
      depth: 120,
    },
    shows: ["unbind-waits-for-a-bind"],
  }),
];
