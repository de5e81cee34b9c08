/**
 * C9 (driver.md 12): one object whose system memory can be reclaimed, against the shrinker,
 * swapout, purge and CPU faults. Each scenario is one list of operations.
 */
import {
  copy,
  destroy,
  evict,
  exec,
  madvise,
  migrateTo,
  shrink,
  swapout,
  touch,
  unbind,
  unmap,
} from "../operations.ts";
import type { KernelThread, ObjectSetup } from "../configuration.ts";
import { scenario, type Scenario } from "../scenario.ts";

/** An object whose only place is a tt in shmem, one in TTM's pool, and one without TTM. */
const shmem: ObjectSetup = { backing: "shmem", placements: ["SYSTEM"] };
const pool: ObjectSetup = { backing: "pool", placements: ["SYSTEM"] };
const plain: ObjectSetup = { backing: "plain shmem", placements: ["SYSTEM"] };
/** An object that prefers local memory, and goes to shmem where there is no room. */
const movable: ObjectSetup = { backing: "shmem" };

const shrinker: KernelThread = { name: "shrinker", operations: [shrink()] };
const directReclaim: KernelThread = {
  name: "shrinker",
  operations: [shrink({ active: true })],
};
const swapper: KernelThread = { name: "swapper", operations: [swapout()] };
const evictor: KernelThread = { name: "evictor", operations: [evict()] };

export const c9: readonly Scenario[] = [
  // The user gives pages up that are mapped, while the shrinker looks for them.
  scenario("C9-purge", {
    title: "in shmem: touch, give up, touch again; one scan of the shrinker",
    objects: [shmem],
    threads: [[touch(), madvise("DONTNEED"), touch(), unmap()]],
    kernelThreads: [shrinker],
    expected: { outcome: "holds", finding: null, states: 205, transitions: 347, depth: 34 },
    shows: ["an-object-is-mapped", "an-object-is-purged"],
  }),
  // What nobody needs is bound, and a job may still run: only a scan that waits can have it.
  scenario("C9-purge-bound", {
    title: "in shmem, with a job: give up, need again, execute; one scan that waits for the GPU",
    objects: [shmem],
    prologue: [exec(), "until jobs run"],
    threads: [[madvise("DONTNEED"), madvise("WILLNEED"), exec()]],
    kernelThreads: [directReclaim],
    expected: { outcome: "holds", finding: null, states: 2020, transitions: 4851, depth: 59 },
    shows: ["an-object-waits-to-be-purged"],
  }),
  // An unbind is pending behind a job: the shrinker gives up, or goes first, and brings it back.
  scenario("C9-shrink", {
    title: "in shmem, with a job: unbind, execute; one scan of the shrinker",
    objects: [shmem],
    prologue: [exec(), "until jobs run"],
    threads: [[unbind(), exec()]],
    kernelThreads: [shrinker],
    expected: { outcome: "holds", finding: null, states: 33189, transitions: 112808, depth: 95 },
    shows: ["an-object-is-swapped-out"],
  }),
  // The shrinker takes the pages from under a mapping, and the next fault brings them back.
  scenario("C9-shrink-mapped", {
    title: "in shmem: touch twice, unmap, destroy; two scans of the shrinker",
    objects: [shmem],
    threads: [[touch(), touch(), unmap(), destroy()]],
    kernelThreads: [{ name: "shrinker", operations: [shrink(), shrink()] }],
    injections: { trylock: 1 },
    expected: { outcome: "holds", finding: null, states: 546, transitions: 968, depth: 38 },
    shows: ["an-object-is-swapped-out", "a-file-has-given-its-pages-up"],
  }),
  // The mapping is the last to hold the object: it goes with the unmap.
  scenario("C9-mapped-outlives", {
    title: "in shmem: touch, destroy, unmap; one scan of the shrinker",
    objects: [shmem],
    threads: [[touch(), destroy(), unmap()]],
    kernelThreads: [shrinker],
    expected: { outcome: "holds", finding: null, states: 100, transitions: 163, depth: 23 },
    shows: ["an-object-is-mapped"],
  }),
  // What was swapped out returns to local memory by way of system memory.
  scenario("C9-hop", {
    title: "swapped out from shmem: migrate to local memory; one blocking allocation fails",
    objects: [movable],
    prologue: [migrateTo("SYSTEM"), "until idle", shrink(), "until idle"],
    threads: [[migrateTo("LMEM")]],
    kernelThreads: [shrinker],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 1359, transitions: 2941, depth: 40 },
    shows: ["an-object-is-swapped-out"],
  }),
  // The object leaves shmem while its unbind and its blit are pending.
  scenario("C9-shrink-ghost", {
    title: "in shmem, with a job: migrate to local memory and back; one scan of the shrinker",
    objects: [movable],
    prologue: [migrateTo("SYSTEM"), "until idle"],
    threads: [[migrateTo("LMEM"), migrateTo("SYSTEM")]],
    kernelThreads: [directReclaim],
    expected: { outcome: "holds", finding: null, states: 14799, transitions: 40077, depth: 62 },
    shows: ["a-blit-runs-on-memory-of-a-ghost"],
  }),
  // An eviction finds that nobody needs the contents: local memory goes to a ghost at once.
  scenario("C9-evict-purge", {
    title: "in local memory, with a job: give up; an eviction",
    objects: [movable],
    prologue: [exec(), "until jobs run"],
    threads: [[madvise("DONTNEED"), touch(), unmap()]],
    kernelThreads: [evictor],
    expected: { outcome: "holds", finding: null, states: 9479, transitions: 27553, depth: 65 },
    shows: ["a-gutted-object-leaves-a-ghost", "an-object-without-tables"],
  }),
  // Gutting a busy object gives back what it took when there is no memory for a ghost.
  scenario("C9-gut-memory", {
    title: "C9-evict-purge; one blocking allocation fails",
    objects: [movable],
    prologue: [exec(), "until jobs run"],
    threads: [[madvise("DONTNEED"), touch(), unmap()]],
    kernelThreads: [evictor],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 18761, transitions: 55180, depth: 66 },
    shows: [],
  }),
  // The last reference goes while an eviction moves the object, which ends in shmem.
  scenario("C9-evict-dying", {
    title: "in local memory: destroy; an eviction, and a scan of the shrinker",
    objects: [movable],
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[destroy()]],
    kernelThreads: [evictor, shrinker],
    expected: { outcome: "holds", finding: null, states: 1230, transitions: 3147, depth: 33 },
    shows: [],
  }),
  // A failed eviction leaves an object in local memory without pages, and without a tt.
  scenario("C9-purge-local", {
    title: "in local memory: give up; an eviction, for which one blocking allocation fails",
    objects: [movable],
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[madvise("DONTNEED")]],
    kernelThreads: [evictor],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 382, transitions: 652, depth: 35 },
    shows: ["an-object-is-purged"],
  }),
  // The truncation of what has no pages waits for the GPU, and may be interrupted.
  scenario("C9-madvise-signal", {
    title: "in shmem, with a job: unbind, give up; one scan; a signal may interrupt one wait",
    objects: [shmem],
    prologue: [exec(), "until jobs run"],
    threads: [[unbind(), madvise("DONTNEED")]],
    kernelThreads: [shrinker],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 9026, transitions: 24509, depth: 53 },
    shows: ["an-object-waits-to-be-purged"],
  }),
  // A fault waits for the blit with the object unlocked, and finds it elsewhere afterwards.
  scenario("C9-fault-move", {
    title: "while a blit runs: touch, unmap; another thread migrates to system memory",
    objects: [movable],
    prologue: [migrateTo("LMEM")],
    threads: [[touch(), unmap()], [migrateTo("SYSTEM")]],
    expected: { outcome: "holds", finding: null, states: 8862, transitions: 24006, depth: 46 },
    shows: ["local-memory-is-mapped"],
  }),
  // Every exit of a fault gives back what it took.
  scenario("C9-fault-signal", {
    title: "C9-fault-move; a signal may interrupt one wait",
    objects: [movable],
    prologue: [migrateTo("LMEM")],
    threads: [[touch(), unmap()], [migrateTo("SYSTEM")]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 14053, transitions: 37367, depth: 51 },
    shows: ["a-mapped-object-has-moved", "a-fault-comes-back"],
  }),
  // A tt in shmem that cannot be filled is as it was before.
  scenario("C9-memory", {
    title: "in shmem: touch, execute; one blocking allocation fails",
    objects: [shmem],
    threads: [[touch(), exec(), unmap()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 200, transitions: 232, depth: 59 },
    shows: [],
  }),
  scenario("C9-map", {
    title: "in shmem: touch, execute; a mapping for DMA fails",
    objects: [shmem],
    threads: [[touch(), exec(), unmap()]],
    injections: { map: 1 },
    expected: { outcome: "holds", finding: null, states: 143, transitions: 170, depth: 59 },
    shows: [],
  }),
  // An object without TTM: its table is nobody's but its own, so all unbinds are synchronous.
  scenario("C9-plain", {
    title: "without TTM: execute, give up, execute; one scan that waits for the GPU",
    objects: [plain],
    threads: [[exec(), madvise("DONTNEED"), unbind(), exec()]],
    kernelThreads: [directReclaim],
    expected: { outcome: "holds", finding: null, states: 1733, transitions: 3975, depth: 116 },
    shows: ["an-object-waits-to-be-purged"],
  }),
  scenario("C9-plain-memory", {
    title: "without TTM: execute; one blocking allocation fails",
    objects: [plain],
    threads: [[exec()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 114, transitions: 126, depth: 51 },
    shows: [],
  }),
  // Segments that cannot be mapped are tried once more, a page each.
  scenario("C9-plain-map", {
    title: "without TTM: execute; two mappings for DMA fail",
    objects: [plain],
    threads: [[exec()]],
    injections: { map: 2 },
    expected: { outcome: "holds", finding: null, states: 125, transitions: 138, depth: 51 },
    shows: [],
  }),
  // TTM writes the pages of its pool out, behind a job and an unbind.
  scenario("C9-swapout", {
    title: "in the pool, with a job: execute, destroy; one swapout",
    objects: [pool],
    prologue: [exec(), "until jobs run"],
    threads: [[exec(), destroy()]],
    kernelThreads: [swapper],
    expected: { outcome: "holds", finding: null, states: 1953, transitions: 4782, depth: 79 },
    shows: [],
  }),
  // What TTM writes out may be mapped: the next fault reads it back.
  scenario("C9-swapout-mapped", {
    title: "in the pool: touch three times, unmap; two swapouts",
    objects: [pool],
    threads: [[touch(), touch(), touch(), unmap()]],
    kernelThreads: [{ name: "swapper", operations: [swapout(), swapout()] }],
    expected: { outcome: "holds", finding: null, states: 255, transitions: 426, depth: 27 },
    shows: ["an-object-is-mapped"],
  }),
  // A driver with a second manager whose memory is a tt: it is moved before it is written out.
  scenario("C9-swapout-elsewhere", {
    title: "outside of system memory, in a pool, with a job, given up: need it; two swapouts",
    objects: [{ backing: "pool", placements: ["TT"], startsIn: "TT" }],
    prologue: [exec(), "until jobs run", madvise("DONTNEED")],
    threads: [[madvise("WILLNEED")]],
    kernelThreads: [swapper, { ...swapper, name: "second swapper" }],
    expected: { outcome: "holds", finding: null, states: 72388, transitions: 255749, depth: 60 },
    shows: ["a-gutted-object-leaves-a-ghost"],
  }),
  scenario("C9-swapout-memory", {
    title: "outside of system memory, in a pool: touch; one swapout; one blocking allocation fails",
    objects: [{ backing: "pool", placements: ["TT"], startsIn: "TT" }],
    threads: [[touch(), unmap()]],
    kernelThreads: [swapper],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 371, transitions: 615, depth: 34 },
    shows: [],
  }),
  // As a suspend saves local memory, but the copy has to wait for the moves of both objects.
  scenario("C9-copy", {
    title: "two objects, while both move to local memory: copy one to the other, destroy both",
    objects: [movable, movable],
    vmas: [],
    pools: { bos: 5, resources: 6, tts: 5, ioSgts: 4, memcpyWorks: 3, requests: 5 },
    prologue: [migrateTo("LMEM", 1), migrateTo("LMEM", 0)],
    threads: [[copy(0, 1), destroy(0), destroy(1)]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 24267, transitions: 72099, depth: 48 },
    shows: [],
  }),
  // The importer of a dma-buf has an object migrated that its owner has given up: the move purges
  // it instead, and whoever asked for it expects it to be somewhere.
  scenario("C9-migrate-unneeded", {
    title: "in local memory: execute, give up, migrate to system memory",
    objects: [movable],
    prologue: [exec(), "until idle"],
    threads: [[madvise("DONTNEED"), migrateTo("SYSTEM")]],
    expected: { outcome: "violated", finding: "F8", states: 28, transitions: 27, depth: 27 },
    shows: [],
  }),
  // An eviction purges behind a blit that still fills the local memory.
  scenario("C9-evict-blit", {
    title: "while a blit runs: give up, destroy; an eviction, and a scan",
    objects: [movable],
    prologue: [migrateTo("LMEM")],
    threads: [[madvise("DONTNEED"), destroy()]],
    kernelThreads: [evictor, shrinker],
    expected: { outcome: "holds", finding: null, states: 18886, transitions: 60575, depth: 52 },
    shows: ["a-gutted-object-leaves-a-ghost"],
  }),
  // Everything at once: a job, its unbind, an eviction or a migration, a ghost, a scan and a fault.
  scenario("C9-standard-move", {
    title: "in local memory, with a job: migrate, give up; a fault, an eviction and a scan",
    bounds: "standard",
    objects: [movable],
    prologue: [exec(), "until jobs run"],
    threads: [
      [migrateTo("SYSTEM"), madvise("DONTNEED")],
      [touch(), unmap()],
    ],
    kernelThreads: [directReclaim, evictor],
    expected: { outcome: "holds", finding: null, states: 903691, transitions: 4014376, depth: 79 },
    shows: [],
  }),
  // The same object goes in and out of shmem, and is shrunk and brought back in between.
  scenario("C9-standard-shrink", {
    title: "in shmem: execute in local memory, migrate back, give up, destroy; two scans",
    bounds: "standard",
    objects: [movable],
    prologue: [migrateTo("SYSTEM"), "until idle"],
    threads: [[exec(), migrateTo("SYSTEM"), madvise("DONTNEED"), destroy()]],
    kernelThreads: [{ name: "shrinker", operations: [shrink(), shrink({ active: true })] }],
    expected: {
      outcome: "holds",
      finding: null,
      states: 5930776,
      transitions: 26348515,
      depth: 134,
    },
    shows: [],
  }),
  // A failure of each class on the way in and out of shmem.
  scenario("C9-standard-failure", {
    title: "in shmem, with a job: unbind, execute, give up; a scan; a failure of each class",
    bounds: "standard",
    objects: [shmem],
    prologue: [exec(), "until jobs run"],
    threads: [
      [unbind(), exec(), madvise("DONTNEED"), destroy()],
      [touch(), unmap()],
    ],
    kernelThreads: [shrinker],
    injections: { memory: 1, nowait: 1, signal: 1, trylock: 1, map: 1 },
    expected: {
      outcome: "holds",
      finding: null,
      states: 2767764,
      transitions: 11332358,
      depth: 113,
    },
    shows: [],
  }),
  // TTM writes out what is moved, executed and touched meanwhile.
  scenario("C9-standard-swapout", {
    title: "in the pool: execute in local memory, migrate back, destroy; a fault, a swapout",
    bounds: "standard",
    objects: [{ backing: "pool" }],
    prologue: [migrateTo("SYSTEM"), "until idle"],
    threads: [
      [exec(), migrateTo("SYSTEM"), destroy()],
      [touch(), unmap()],
    ],
    kernelThreads: [swapper],
    expected: {
      outcome: "holds",
      finding: null,
      states: 7153380,
      transitions: 33908026,
      depth: 122,
    },
    shows: [],
  }),
  // The same with a swapout more.
  scenario("C9-deep-swapout", {
    title: "C9-standard-swapout with two swapouts",
    bounds: "deep",
    objects: [{ backing: "pool" }],
    prologue: [migrateTo("SYSTEM"), "until idle"],
    threads: [
      [exec(), migrateTo("SYSTEM"), destroy()],
      [touch(), unmap()],
    ],
    kernelThreads: [{ name: "swapper", operations: [swapout(), swapout()] }],
    expected: null,
    shows: [],
  }),
  // The last reference goes while a job, its unbind, an eviction or a scan still needs the object.
  scenario("C9-standard-dying", {
    title: "in local memory, with a job: unbind, destroy; an eviction, two scans; a failure",
    bounds: "standard",
    objects: [movable],
    prologue: [exec(), "until jobs run"],
    threads: [[touch(), unbind(), unmap(), destroy()]],
    kernelThreads: [
      evictor,
      { name: "shrinker", operations: [shrink(), shrink({ active: true })] },
    ],
    injections: { any: 1 },
    expected: { outcome: "holds", finding: null, states: 632174, transitions: 2355088, depth: 78 },
    shows: ["an-object-is-swapped-out", "an-eviction-leaves-its-fence"],
  }),
];
