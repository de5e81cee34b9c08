/**
 * Moves of one or two objects that little else keeps busy: small enough to look at every way out of
 * a move, an eviction or a swapout (C1, C2, C8 and C9 of driver.md 12).
 */
import type { Layout } from "../cells/layout.ts";
import {
  copy,
  destroy,
  exec,
  evict,
  isBound,
  madvise,
  migrateTo,
  place,
  swapout,
  tolerating,
  touch,
  unmap,
} from "../operations.ts";
import type { KernelThread } from "../configuration.ts";
import { scenario, type Scenario } from "../scenario.ts";

const oneBlock = { blocks: 1, tts: 3, bos: 3, resources: 4 } as const;
/** What was written into local memory, and has ended. */
const written = [migrateTo("LMEM"), exec(), "until idle"] as const;

const swapper: KernelThread = { name: "swapper", operations: [swapout()] };
const evictor: KernelThread = { name: "evictor", operations: [evict()] };
const inSystem = { backing: "shmem", placements: ["SYSTEM"] } as const;
const inPool = { backing: "pool", placements: ["TT"], startsIn: "TT" } as const;
/** X shares its reservation with Y, to which Z is being copied. */
const besideACopy = {
  objects: [{ ...inPool, privateTo: 0 }, { ...inSystem, privateTo: 0 }, inSystem],
  vmas: [],
  keeps: [0, 1, 2],
  prologue: [
    migrateTo("TT", 0),
    migrateTo("SYSTEM", 1),
    migrateTo("SYSTEM", 2),
    "until idle",
    copy(2, 1),
    madvise("DONTNEED", 0),
  ],
  threads: [[]],
} as const;
const layout: Layout = {
  objects: [3],
  localPages: 4,
  taken: [],
  manager: "range",
  regionStart: 100,
  segmentPagesMax: 2,
};

export const ttmMoves: readonly Scenario[] = [
  // What a job has written is the same after two moves.
  scenario("C1-keep", {
    title: "written in local memory: migrate to system memory and back",
    tracksContent: true,
    prologue: written,
    threads: [[migrateTo("SYSTEM"), migrateTo("LMEM")]],
    expected: { outcome: "holds", finding: null, states: 1112, transitions: 2222, depth: 67 },
    shows: ["written-data-has-moved"],
  }),
  // Every way out of a move gives back what it took, and loses nothing.
  scenario("C1-keep-any", {
    title: "C1-keep; an allocation of each kind fails, and a signal interrupts",
    tracksContent: true,
    prologue: written,
    threads: [[migrateTo("SYSTEM"), migrateTo("LMEM")]],
    injections: { memory: 1, nowait: 1, signal: 1 },
    expected: { outcome: "holds", finding: null, states: 3570, transitions: 7156, depth: 70 },
    shows: [],
  }),
  // A move stops where it cannot unbind: without memory for an asynchronous unbind it waits, and is
  // interrupted.
  scenario("C1-interrupted", {
    title: "a job runs: migrate to system memory; an allocation fails, then a signal interrupts",
    prologue: [migrateTo("LMEM"), exec(), "until jobs run"],
    threads: [[migrateTo("SYSTEM")]],
    injections: { nowait: 1, signal: 1 },
    expected: { outcome: "holds", finding: null, states: 2348, transitions: 5306, depth: 57 },
    shows: [],
  }),
  // Without memory for a list of what a blit depends on, the move waits for each fence instead.
  scenario("C2-migrate-memory", {
    title: "C2-migrate; one blocking allocation fails",
    vms: [{}, {}],
    prologue: [exec(0, "vms:1"), "until idle", exec(0, "vms:0"), "until jobs run"],
    threads: [[migrateTo("SYSTEM"), destroy()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 11827, transitions: 27796, depth: 77 },
    shows: [],
  }),
  // Without memory for a reservation of its own, the end of X waits for the one that it shares.
  scenario("C2-shared-evicted", {
    title:
      "X, which shares a reservation, is being evicted: destroy; one blocking allocation fails",
    objects: [{ privateTo: 0 }, {}],
    pools: oneBlock,
    vmas: [],
    keeps: [1],
    prologue: [migrateTo("LMEM", 0), "until idle", migrateTo("LMEM", 1)],
    threads: [[destroy(0)]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 210, transitions: 405, depth: 20 },
    shows: [],
  }),
  // The same while somebody has that reservation locked, so that a worker frees X.
  scenario("C2-shared-locked", {
    title: "C2-shared-evicted; another thread looks at Z, which shares the reservation",
    objects: [{ privateTo: 0 }, {}, { privateTo: 0, placements: ["SYSTEM"] }],
    pools: { ...oneBlock, bos: 4, tts: 4, resources: 5 },
    vmas: [],
    keeps: [1, 2],
    prologue: [migrateTo("LMEM", 0), "until idle", migrateTo("LMEM", 1)],
    threads: [[destroy(0)], [isBound(2)]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 630, transitions: 1605, depth: 22 },
    shows: ["somebody-waits-for-want-of-memory"],
  }),
  // There is room at once, in memory that X may still be copied from.
  scenario("C8-room-left", {
    title: "X made room for Y, which nobody needed: move Z there; a blocking allocation fails",
    objects: [{}, {}, {}],
    pools: { ...oneBlock, bos: 5, tts: 5, resources: 6 },
    vmas: [{ object: 1, vm: 0 }],
    keeps: [0, 1],
    prologue: [
      migrateTo("LMEM", 0),
      migrateTo("SYSTEM", 1),
      exec(1),
      "until idle",
      madvise("DONTNEED", 1),
      place("LMEM", 1),
    ],
    threads: [[place("LMEM", 2)]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 1577, transitions: 3301, depth: 35 },
    shows: [],
  }),
  // A ghost takes the pages that a job still uses.
  scenario("C9-purge-moved", {
    title: "in system memory, with a job, and not needed: move to local memory",
    prologue: [migrateTo("SYSTEM"), "until idle", exec(), "until jobs run", madvise("DONTNEED")],
    threads: [[place("LMEM")]],
    expected: { outcome: "holds", finding: null, states: 1230, transitions: 2721, depth: 50 },
    shows: [],
  }),
  // Contents that nobody needs make room at once.
  scenario("C8-given-away", {
    title: "X is in local memory, idle and not needed; Y is moved there",
    objects: [{}, {}],
    pools: oneBlock,
    vmas: [],
    prologue: [migrateTo("LMEM", 0), "until idle", madvise("DONTNEED", 0)],
    threads: [[migrateTo("LMEM", 1)]],
    expected: { outcome: "holds", finding: null, states: 335, transitions: 635, depth: 42 },
    shows: [],
  }),
  // The reservation that X shared with Z has the fence of a job on Z, which X has to wait for.
  scenario("C8-dying", {
    title: "X was destroyed, and waits for a job on Z; its memory is wanted for Y; a signal",
    objects: [{ privateTo: 0 }, { privateTo: 0, placements: ["SYSTEM"] }, {}],
    pools: { ...oneBlock, bos: 4, tts: 4, resources: 5 },
    vmas: [{ object: 1, vm: 0 }],
    device: { canBlit: false },
    keeps: [2],
    prologue: [migrateTo("LMEM", 0), exec(1), "until jobs run", destroy(0), "until jobs run"],
    threads: [[tolerating("-ENOMEM", place("LMEM", 2))]],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 780, transitions: 1679, depth: 42 },
    shows: ["somebody-waits-for-a-released-victim"],
  }),
  // TTM unmaps what it moves, whatever the driver does.
  scenario("C8-memcpy-mapped", {
    title: "a driver without a move of its own: touch, move to local memory, unmap",
    device: { move: "ttm_bo_move_memcpy" },
    vmas: [],
    threads: [[touch(), place("LMEM"), unmap()]],
    expected: { outcome: "holds", finding: null, states: 20, transitions: 19, depth: 19 },
    shows: ["local-memory-is-allocated-beside-a-tt"],
  }),
  // The clear of Y fails for good: whoever maps it must not see what X has left.
  scenario("C8-metadata-mapped", {
    title: "Y, with metadata, gets memory that X has left: touch, unmap; a blit may fail",
    objects: [{}, {}],
    pools: oneBlock,
    vmas: [{ object: 0, vm: 0 }],
    tracksContent: true,
    device: { hasMetadata: true },
    prologue: [migrateTo("LMEM", 0), exec(0), "until idle", destroy(0), "until idle"],
    threads: [[migrateTo("LMEM", 1), touch(1), unmap(1)]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 470, transitions: 803, depth: 47 },
    shows: ["the-gpu-is-wedged", "a-user-maps-cleared-memory"],
  }),
  // A copy by the CPU, page by page, puts the tables that it read.
  scenario("C8-pages-cpu", {
    title: "without a context for blits: an object of three pages moves to local memory and back",
    vmas: [],
    layout,
    device: { canBlit: false },
    threads: [[migrateTo("LMEM"), migrateTo("SYSTEM")]],
    expected: { outcome: "holds", finding: null, states: 33, transitions: 32, depth: 32 },
    shows: [],
  }),
  // The first swapout leaves a ghost of X, since the reservation that X shares has the fence of the
  // copy to Y; the second one finds it.
  scenario("C9-swapout-ghost", {
    title:
      "X is elsewhere, in a pool, and not needed; a copy to Y is under way: two swapouts at once",
    ...besideACopy,
    kernelThreads: [swapper, { ...swapper, name: "second swapper" }],
    expected: { outcome: "holds", finding: null, states: 2234, transitions: 5821, depth: 25 },
    shows: ["pages-of-the-pool-are-in-a-file"],
  }),
  // Gutting a busy object gives back what it took, and says so.
  scenario("C9-gut-failure", {
    title: "C9-swapout-ghost with one swapout; one blocking allocation fails",
    ...besideACopy,
    kernelThreads: [swapper],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 224, transitions: 472, depth: 21 },
    shows: [],
  }),
  // As a suspend saves local memory.
  scenario("C9-copy-out", {
    title: "X is in local memory that the CPU cannot see: copy X to Y; a blocking allocation fails",
    objects: [{}, {}],
    vmas: [],
    device: { cpuVisible: false },
    prologue: [migrateTo("LMEM", 0), migrateTo("SYSTEM", 1), "until idle"],
    threads: [[copy(0, 1)]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 376, transitions: 680, depth: 26 },
    shows: [],
  }),
  // The CPU makes good for a failed blit of X before X is copied.
  scenario("C9-copy-gpu", {
    title: "while both move to local memory: copy X to Y; a blit and one blocking allocation fail",
    objects: [{}, {}],
    vmas: [],
    pools: { bos: 5, resources: 6, tts: 5, ioSgts: 4, memcpyWorks: 3, requests: 5 },
    prologue: [migrateTo("LMEM", 1), "until idle", migrateTo("SYSTEM", 1), migrateTo("LMEM", 0)],
    keeps: [0, 1],
    threads: [[copy(0, 1)]],
    injections: { memory: 1, gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 8428, transitions: 22361, depth: 29 },
    shows: [],
  }),
  // Emptying local memory fails truthfully.
  scenario("C9-evict-memory", {
    title: "in local memory: an eviction; one blocking allocation fails",
    vmas: [],
    prologue: [migrateTo("LMEM"), "until idle"],
    keeps: [0],
    threads: [[]],
    kernelThreads: [evictor],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 88, transitions: 158, depth: 17 },
    shows: [],
  }),
  // An eviction that guts its victim fails if that cannot be done.
  scenario("C8-no-place-memory", {
    title: "X is in local memory, for a driver that knows no other; an allocation fails",
    objects: [{}, {}],
    pools: { ...oneBlock, bos: 4, resources: 5, tts: 4 },
    vms: [{ slots: 2 }],
    device: { evictsTo: null },
    prologue: [place("LMEM", 0), "until idle"],
    threads: [[place("LMEM", 1)]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 1290, transitions: 2408, depth: 46 },
    shows: [],
  }),
];
