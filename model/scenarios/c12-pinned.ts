/**
 * C12 (driver.md 12) for the revision of the drm shmem helper in which sg-tables are made of pinned
 * pages, and the helper has a shrinker that writes pages out.
 */
import type { KernelThread } from "../configuration.ts";
import { joinThreads, tolerating } from "../operations.ts";
import { noPools } from "../pools.ts";
import { scenario, type Scenario } from "../scenario.ts";
import {
  closeHandle,
  exportBuffer,
  fork,
  importBuffer,
  madviseShmem,
  mapForGpu,
  mmap,
  munmap,
  pin,
  scanByHelper,
  submitJob,
  touchArea,
  unmapForGpu,
  unpin,
  vmap,
  vunmap,
} from "../shmem-helper/operations.ts";
import { foreignBuffer } from "../shmem-helper/prime.ts";
import { pinnedTablesMended } from "../shmem-helper/pinned-tables-mended.ts";
import { pinnedTables } from "../shmem-helper/pinned-tables.ts";
import type { ShmemSetup } from "../shmem-helper/setup.ts";

/** So many jobs there can be at once. */
const pinned = (shmem: ShmemSetup = {}, requests = 0) =>
  ({
    objects: [],
    vms: [],
    pools: { ...noPools, requests },
    revision: pinnedTables,
    shmem: { ...shmem, needsPins: true },
  }) as const;

const helperShrinker: KernelThread = { name: "shrinker", operations: [scanByHelper()] };
const twice: KernelThread = { name: "shrinker", operations: [scanByHelper(), scanByHelper()] };
const dontNeed = madviseShmem("DONTNEED");
const willNeed = madviseShmem("WILLNEED");

export const c12Pinned: readonly Scenario[] = [
  scenario("C12-mmap-pinned", {
    title: "pinned tables: mmap, reclaim, touch, pin",
    ...pinned(),
    threads: [[mmap(), scanByHelper(), touchArea(), pin(), unpin(), munmap()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 69, transitions: 68, depth: 31 },
    shows: [],
  }),
  scenario("C12-vmap-pinned", {
    title: "pinned tables: map for the kernel, mmap, map for the kernel; one scan, one failure",
    ...pinned(),
    threads: [[vmap(), vunmap(), mmap(), vmap(), vunmap()]],
    kernelThreads: [helperShrinker],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 583, transitions: 1062, depth: 29 },
    shows: [],
  }),
  scenario("C12-fork-pinned", {
    title: "pinned tables: mmap, fork, munmap; one scan, and one blocking allocation fails",
    ...pinned({ areas: 3 }),
    threads: [[mmap(), fork(), munmap()]],
    kernelThreads: [helperShrinker],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 290, transitions: 508, depth: 27 },
    shows: [],
  }),
  // Evicted, and then purged: there are no pages to free, and no entries.
  scenario("C12-purge-pinned", {
    title: "pinned tables, given up: mmap, and mmap again; two scans",
    ...pinned({ areas: 3 }),
    prologue: [mapForGpu(), dontNeed, unmapForGpu()],
    threads: [[mmap(), willNeed, tolerating("-ENOMEM", mmap())]],
    kernelThreads: [twice],
    expected: { outcome: "holds", finding: null, states: 687, transitions: 1259, depth: 32 },
    shows: [],
  }),
  scenario("C12-pin-pinned", {
    title: "pinned tables: mmap, map for the kernel; another thread pins; one scan",
    ...pinned(),
    threads: [
      [pin(), unpin()],
      [mmap(), vmap(), vunmap(), joinThreads()],
    ],
    kernelThreads: [helperShrinker],
    expected: { outcome: "holds", finding: null, states: 805, transitions: 1962, depth: 30 },
    shows: [],
  }),
  scenario("C12-map-pinned", {
    title: "pinned tables: mmap, map for the GPU, submit, unmap, map again; one scan",
    ...pinned({}, 1),
    threads: [[mmap(), mapForGpu(), submitJob(), unmapForGpu(), mapForGpu()]],
    kernelThreads: [helperShrinker],
    expected: { outcome: "holds", finding: null, states: 1823, transitions: 4557, depth: 46 },
    shows: ["a-table-is-made-of-pinned-pages"],
  }),
  scenario("C12-map-memory-pinned", {
    title: "pinned tables: mmap, map for the GPU; one scan, and one blocking allocation fails",
    ...pinned({}, 1),
    threads: [[mmap(), mapForGpu()]],
    kernelThreads: [helperShrinker],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 560, transitions: 1025, depth: 28 },
    shows: [],
  }),
  scenario("C12-madvise-pinned", {
    title: "pinned tables: mmap, give up, need again; another thread pins; one scan",
    ...pinned(),
    threads: [
      [tolerating("-ENOMEM", pin()), unpin()],
      [mmap(), mapForGpu(), dontNeed, unmapForGpu(), willNeed, joinThreads()],
    ],
    kernelThreads: [helperShrinker],
    expected: { outcome: "holds", finding: null, states: 2425, transitions: 6179, depth: 45 },
    shows: [],
  }),
  scenario("C12-heap-pinned", {
    title: "pinned tables, a heap: two jobs that fault, close; one scan",
    ...pinned({ isHeap: true }, 2),
    prologue: [mapForGpu()],
    threads: [[submitJob(), submitJob(), closeHandle()]],
    kernelThreads: [helperShrinker],
    expected: { outcome: "holds", finding: null, states: 1060, transitions: 3031, depth: 28 },
    shows: [],
  }),
  // An export marks the object without its lock, while the shrinker is about to evict it.
  scenario("C12-export-race-pinned", {
    title: "pinned tables: mmap, export; one scan",
    ...pinned(),
    threads: [[mmap(), exportBuffer()]],
    kernelThreads: [helperShrinker],
    expected: { outcome: "violated", finding: "F29", states: 66, transitions: 99, depth: 9 },
    shows: [],
  }),
  scenario("C12-export-pinned", {
    title: "pinned tables, exported before: mmap, export, which pins; one scan, and one failure",
    ...pinned(),
    prologue: [exportBuffer()],
    threads: [[mmap(), exportBuffer()]],
    kernelThreads: [helperShrinker],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 196, transitions: 339, depth: 23 },
    shows: [],
  }),
  scenario("C12-import-pinned", {
    title: "pinned tables: C12-import",
    ...pinned({ handles: 2, hasForeignBuffer: true }),
    threads: [[importBuffer(foreignBuffer, 1), { ...mmap(), handle: 1 }, closeHandle(1)]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 52, transitions: 53, depth: 22 },
    shows: [],
  }),
  // Pages are put before the entries of users are removed.
  scenario("C12-touch-pinned", {
    title: "pinned tables: mmap, touch; one scan",
    ...pinned(),
    threads: [[mmap(), touchArea()]],
    kernelThreads: [helperShrinker],
    expected: { outcome: "violated", finding: "F27", states: 77, transitions: 119, depth: 10 },
    shows: [],
  }),
  // With the mends of F27 and F28.
  scenario("C12-touch-mended", {
    title: "pinned tables, mended: mmap, touch, give up, touch, munmap, pin; two scans",
    ...pinned({ areas: 3 }),
    revision: pinnedTablesMended,
    prologue: [mapForGpu()],
    threads: [
      [
        mmap(),
        unmapForGpu(),
        touchArea(),
        fork(),
        munmap(),
        tolerating("-ENOMEM", pin()),
        unpin(),
        tolerating("-ENOMEM", mmap()),
        touchArea(),
      ],
    ],
    kernelThreads: [twice],
    expected: { outcome: "holds", finding: null, states: 996, transitions: 1860, depth: 51 },
    shows: [],
  }),
  scenario("C12-purge-mended", {
    title: "pinned tables, mended: mmap, touch, give up, touch; two scans",
    ...pinned({ areas: 3 }),
    revision: pinnedTablesMended,
    prologue: [mapForGpu()],
    threads: [[mmap(), touchArea(), dontNeed, unmapForGpu(), touchArea()]],
    kernelThreads: [twice],
    expected: { outcome: "holds", finding: null, states: 662, transitions: 1231, depth: 36 },
    shows: [],
  }),
  // Evicted, then without a user, then pinned.
  scenario("C12-again-pinned", {
    title: "pinned tables: mmap, munmap, pin; one scan",
    ...pinned(),
    threads: [[mmap(), munmap(), pin(), unpin()]],
    kernelThreads: [helperShrinker],
    expected: { outcome: "violated", finding: "F28", states: 135, transitions: 227, depth: 15 },
    shows: [],
  }),

  scenario("C12-two-pinned", {
    title: "pinned tables: mmap, map, submit, unmap, map; others pin; two scans, and one failure",
    ...pinned({ areas: 3 }, 2),
    threads: [
      [pin(), unpin(), vmap(), vunmap()],
      [mmap(), mapForGpu(), submitJob(), unmapForGpu(), mapForGpu(), fork(), joinThreads()],
    ],
    kernelThreads: [twice],
    injections: { any: 1 },
    bounds: "standard",
    expected: { outcome: "holds", finding: null, states: 152979, transitions: 509842, depth: 69 },
    shows: ["a-table-is-in-hand-during-a-scan"],
  }),
  scenario("C12-three-pinned", {
    title: "pinned tables: C12-two-pinned with a third thread that gives up; two failures",
    ...pinned({ areas: 3 }, 3),
    threads: [
      [tolerating("-ENOMEM", pin()), unpin(), tolerating("-ENOMEM", vmap()), vunmap()],
      [dontNeed, willNeed, dontNeed],
      [mmap(), mapForGpu(), submitJob(), unmapForGpu(), submitJob(), fork(), joinThreads()],
    ],
    kernelThreads: [twice],
    injections: { any: 2 },
    bounds: "deep",
    expected: {
      outcome: "holds",
      finding: null,
      states: 7333714,
      transitions: 30132074,
      depth: 76,
    },
    shows: [],
  }),
];
