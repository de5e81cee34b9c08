/**
 * C9 (driver.md 12), continued: what an operation must not do to pages that are there, and must do
 * where they cannot be had.
 */
import {
  closeVm,
  destroy,
  exec,
  madvise,
  migrateTo,
  pinForContext,
  place,
  shrink,
  swapout,
  touch,
  unmap,
  unpinForContext,
} from "../operations.ts";
import type { KernelThread, ObjectSetup } from "../configuration.ts";
import { scenario, type Scenario } from "../scenario.ts";

/** An object whose only place is a tt in TTM's pool. */
const pool: ObjectSetup = { backing: "pool", placements: ["SYSTEM"] };

const swapper: KernelThread = { name: "swapper", operations: [swapout()] };

export const c9Faults: readonly Scenario[] = [
  // The blit that clears local memory fails, and the CPU must not make good for it.
  scenario("C9-fault-unknown", {
    title: "with metadata: migrate to local memory, touch, unmap; a blit may fail",
    objects: [{ backing: "shmem" }],
    device: { hasMetadata: true },
    threads: [[migrateTo("LMEM"), touch(), unmap()]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 446, transitions: 715, depth: 52 },
    shows: [],
  }),
  // Pages that cannot be had for a job, which nobody has touched before.
  scenario("C9-exec-memory", {
    title: "in shmem: execute, unmap; one blocking allocation fails",
    objects: [{ backing: "shmem", placements: ["SYSTEM"] }],
    threads: [[exec()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 131, transitions: 143, depth: 53 },
    shows: [],
  }),
  // What nobody needs is thrown away, unless the user has thought better of it.
  scenario("C9-swapout-unneeded", {
    title: "in the pool, bound, idle and given up: need again, execute; one swapout",
    objects: [pool],
    prologue: [exec(), "until idle", madvise("DONTNEED")],
    threads: [[madvise("WILLNEED"), exec()]],
    kernelThreads: [swapper],
    expected: { outcome: "holds", finding: null, states: 639, transitions: 1168, depth: 76 },
    shows: ["an-object-is-purged"],
  }),
  // The same under a mapping, which goes first.
  scenario("C9-swapout-unneeded-mapped", {
    title: "in the pool, bound, idle, mapped and given up: touch, unmap; two swapouts",
    objects: [pool],
    prologue: [exec(), "until idle", touch(), madvise("DONTNEED")],
    threads: [[touch(), unmap()]],
    kernelThreads: [{ name: "swapper", operations: [swapout(), swapout()] }],
    expected: { outcome: "holds", finding: null, states: 276, transitions: 467, depth: 36 },
    shows: ["an-object-is-purged"],
  }),
  // What has no pages of its own any more is thrown away at once, the pages of its tt with it.
  scenario("C9-purge-pool", {
    title: "in the pool: touch, give up, touch again, unmap",
    objects: [pool],
    threads: [[touch(), madvise("DONTNEED"), touch(), unmap()]],
    expected: { outcome: "holds", finding: null, states: 28, transitions: 27, depth: 27 },
    shows: ["an-object-is-purged"],
  }),
  // A fault cannot bring back what was swapped out.
  scenario("C9-fault-memory", {
    title: "swapped out from shmem: touch, unmap; one blocking allocation fails",
    objects: [{ backing: "shmem", placements: ["SYSTEM"] }],
    prologue: [touch(), shrink(), "until idle"],
    threads: [[touch(), unmap()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 43, transitions: 44, depth: 19 },
    shows: [],
  }),
  // A move that finds that nobody needs the contents, and cannot throw them away.
  scenario("C9-purge-busy", {
    title:
      "while a blit fills shmem: give up, place in local memory; one blocking allocation fails",
    objects: [{ backing: "shmem" }],
    prologue: [migrateTo("LMEM"), "until idle", migrateTo("SYSTEM")],
    threads: [[madvise("DONTNEED"), place("LMEM")]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 372, transitions: 649, depth: 35 },
    shows: ["a-gutted-object-leaves-a-ghost"],
  }),
  // What TTM has written out is thrown away, but for the file that it was written to.
  scenario("C9-swapout-purge", {
    title: "in the pool, and written out: give up",
    objects: [pool],
    prologue: [touch(), swapout(), "until idle"],
    threads: [[madvise("DONTNEED"), unmap()]],
    expected: { outcome: "violated", finding: "F35", states: 9, transitions: 8, depth: 8 },
    shows: [],
  }),
  // The end of an address space clears what is bound before it unpins the pages.
  scenario("C9-swapout-close", {
    title: "in the pool, bound and idle: close the address space; one swapout",
    objects: [pool],
    prologue: [exec(), "until idle"],
    threads: [[closeVm()]],
    kernelThreads: [swapper],
    expected: { outcome: "violated", finding: "F34", states: 48, transitions: 74, depth: 5 },
    shows: [],
  }),
  // The same against a scan, which gives up where the pages are still pinned.
  scenario("C9-shrink-close", {
    title: "in shmem, bound and idle: close the address space; one scan of the shrinker",
    objects: [{ backing: "shmem", placements: ["SYSTEM"] }],
    prologue: [exec(), "until idle"],
    threads: [[closeVm()]],
    kernelThreads: [{ name: "shrinker", operations: [shrink()] }],
    expected: { outcome: "holds", finding: null, states: 1129, transitions: 2662, depth: 38 },
    shows: [],
  }),
  // Pages that are there are good enough, wherever they are: they are pinned.
  scenario("C9-pinned-elsewhere", {
    title: "pinned for a context where there was room: execute in another address space",
    objects: [{}, {}],
    pools: { blocks: 1 },
    vms: [{}, {}],
    vmas: [
      { object: 0, vm: 0 },
      { object: 0, vm: 1 },
    ],
    prologue: [
      migrateTo("LMEM", 1),
      "until idle",
      pinForContext(0),
      "until idle",
      destroy(1),
      "until idle",
    ],
    threads: [[exec(0, "vms:1"), unpinForContext(0)]],
    expected: { outcome: "holds", finding: null, states: 111, transitions: 150, depth: 70 },
    shows: [],
  }),
  // An object that finds no room where it would like to be executes where it is.
  scenario("C9-no-room", {
    title: "local memory is full: another object executes where it is",
    objects: [{}, {}],
    pools: { blocks: 1 },
    vms: [{ slots: 2 }],
    prologue: [migrateTo("LMEM", 0), "until idle"],
    threads: [[exec(1)]],
    expected: { outcome: "holds", finding: null, states: 510, transitions: 901, depth: 65 },
    shows: [],
  }),
];
