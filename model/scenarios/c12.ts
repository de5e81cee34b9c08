/**
 * C12 (driver.md 12): a driver on top of the drm shmem helper, with one object. The revision in
 * which sg-tables are made of pinned pages has scenarios of its own.
 */
import type { KernelThread } from "../configuration.ts";
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
  mmapPrivately,
  munmap,
  openByName,
  pin,
  scanByDriver,
  strayJob,
  submitJob,
  touchArea,
  unmapForGpu,
  unpin,
  vmap,
  vunmap,
} from "../shmem-helper/operations.ts";
import { foreignBuffer } from "../shmem-helper/prime.ts";
import type { ShmemSetup } from "../shmem-helper/setup.ts";

/** So many jobs there can be at once. */
const landed = (shmem: ShmemSetup = {}, requests = 0) =>
  ({ objects: [], vms: [], pools: { ...noPools, requests }, shmem }) as const;

const shrinker: KernelThread = { name: "shrinker", operations: [scanByDriver()] };
const twice: KernelThread = { name: "shrinker", operations: [scanByDriver(), scanByDriver()] };
const dontNeed = madviseShmem("DONTNEED");
const willNeed = madviseShmem("WILLNEED");
/** The handle stays open: the GPU keeps its mapping, until a purge removes it. */
const open = { prologue: [mapForGpu()], keeps: [0] } as const;

export const c12: readonly Scenario[] = [
  // The user gives up what it has mapped: a purge leaves the pages to it, but no way to them.
  scenario("C12-mmap", {
    title: "mapped for the GPU: mmap, touch, give up, touch, fork; one scan",
    ...landed(),
    ...open,
    threads: [[mmap(), touchArea(), dontNeed, touchArea(), fork(), touchArea()]],
    kernelThreads: [shrinker],
    expected: { outcome: "holds", finding: null, states: 285, transitions: 495, depth: 37 },
    shows: [
      "an-object-of-the-helper-is-purged",
      "cpu-and-gpu-share-pages",
      "a-purged-object-is-mapped",
    ],
  }),
  // What was purged gets pages again, which nobody can touch.
  scenario("C12-again", {
    title: "given up: mmap, touch, munmap, mmap; two scans",
    ...landed(),
    prologue: [mapForGpu(), dontNeed],
    keeps: [0],
    threads: [[mmap(), touchArea(), munmap(), mmap()]],
    kernelThreads: [twice],
    expected: { outcome: "holds", finding: null, states: 270, transitions: 482, depth: 31 },
    shows: [],
  }),
  scenario("C12-pin", {
    title: "two threads pin, one maps for the kernel as well; a signal may interrupt one wait",
    ...landed(),
    threads: [
      [pin(), unpin()],
      [vmap(), pin(), unpin(), vunmap()],
    ],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 95, transitions: 164, depth: 22 },
    shows: [],
  }),
  // The last handle goes while a scan looks at the object, which is on the list until then.
  scenario("C12-free", {
    title: "given up, and not mapped any more: close; two scans, and a trylock may fail",
    ...landed(),
    prologue: [mapForGpu(), dontNeed, unmapForGpu()],
    threads: [[mmap(), fork(), closeHandle()]],
    kernelThreads: [twice],
    injections: { trylock: 1 },
    expected: { outcome: "holds", finding: null, states: 436, transitions: 853, depth: 29 },
    shows: ["a-dying-object-is-scanned"],
  }),
  // A mapping leaves the list before its entries are cleared.
  scenario("C12-close-race", {
    title: "given up: close, which unmaps it from the GPU; one scan",
    ...landed(),
    prologue: [mapForGpu(), dontNeed],
    threads: [[closeHandle()]],
    kernelThreads: [shrinker],
    expected: { outcome: "violated", finding: "F23", states: 45, transitions: 67, depth: 8 },
    shows: [],
  }),
  // A job that names the object: counted too late for the scan, or not any more.
  scenario("C12-close-job", {
    title: "given up: submit, and close; one scan",
    ...landed({}, 1),
    prologue: [mapForGpu(), dontNeed],
    threads: [[submitJob(), closeHandle()]],
    kernelThreads: [shrinker],
    expected: { outcome: "violated", finding: "F23", states: 195, transitions: 362, depth: 12 },
    shows: [],
  }),
  scenario("C12-job-last", {
    title: "given up, and closed: the job that has the last mapping ends; one scan",
    ...landed({}, 1),
    prologue: [mapForGpu(), dontNeed, submitJob(), unmapForGpu()],
    keeps: [0],
    threads: [[mmap()]],
    kernelThreads: [shrinker],
    expected: { outcome: "violated", finding: "F23", states: 164, transitions: 353, depth: 8 },
    shows: [],
  }),
  // Each of two files has the object mapped: neither may give it up.
  scenario("C12-two-files", {
    title: "mapped in two files: give up, unmap in the first; one scan",
    ...landed({ handles: 2 }),
    prologue: [mapForGpu(), openByName()],
    keeps: [0, 1],
    threads: [[dontNeed, unmapForGpu(), willNeed]],
    kernelThreads: [shrinker],
    expected: { outcome: "holds", finding: null, states: 58, transitions: 95, depth: 16 },
    shows: [],
  }),
  // The file that gives up has just lost its own mapping, and another one has the only one.
  scenario("C12-two-files-close", {
    title: "mapped in two files: give up, while the handle of the same file is closed",
    ...landed({ handles: 2 }),
    prologue: [mapForGpu(), openByName()],
    threads: [[dontNeed], [closeHandle()]],
    expected: { outcome: "violated", finding: "F30", states: 36, transitions: 52, depth: 6 },
    shows: [],
  }),
  scenario("C12-madvise", {
    title: "two threads: give up twice, need again; one scan",
    ...landed(),
    ...open,
    threads: [[dontNeed, dontNeed], [willNeed]],
    kernelThreads: [shrinker],
    expected: { outcome: "holds", finding: null, states: 488, transitions: 1028, depth: 26 },
    shows: ["somebody-waits-to-change-the-list"],
  }),
  scenario("C12-madvise-signal", {
    title:
      "two threads: give up and need again; the same, mmap, touch; a signal may interrupt a wait",
    ...landed(),
    ...open,
    threads: [
      [dontNeed, willNeed],
      [willNeed, mmap(), touchArea()],
    ],
    injections: { signal: 1 },
    expected: { outcome: "holds", finding: null, states: 332, transitions: 565, depth: 23 },
    shows: [],
  }),
  scenario("C12-job", {
    title: "submit, give up, submit all the same, need again; one scan",
    ...landed({}, 2),
    ...open,
    threads: [[submitJob(), dontNeed, submitJob(), willNeed]],
    kernelThreads: [shrinker],
    expected: { outcome: "holds", finding: null, states: 606, transitions: 1535, depth: 33 },
    shows: [],
  }),
  scenario("C12-memory", {
    title: "map for the GPU, mmap, map for the kernel; one blocking allocation fails",
    ...landed(),
    threads: [
      [
        mmapPrivately(),
        mmap(),
        munmap(),
        mapForGpu(),
        vmap(),
        vunmap(),
        unmapForGpu(),
        vmap(),
        vunmap(),
      ],
    ],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 111, transitions: 113, depth: 37 },
    shows: [],
  }),
  scenario("C12-vmap", {
    title: "two threads map for the kernel, one pins; one blocking allocation fails",
    ...landed(),
    threads: [
      [vmap(), vunmap()],
      [vmap(), pin(), unpin(), vunmap()],
    ],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 183, transitions: 324, depth: 23 },
    shows: [],
  }),
  // A mapping for the kernel keeps the object when the last handle is gone.
  scenario("C12-vmap-close", {
    title: "map for the kernel, close, and remove the mapping",
    ...landed(),
    threads: [[vmap(), closeHandle(), vunmap()]],
    expected: { outcome: "holds", finding: null, states: 13, transitions: 12, depth: 12 },
    shows: [],
  }),
  // A scan that cannot lock the object leaves it as it was: the GPU may go on with it.
  scenario("C12-scan-fails", {
    title: "given up: need again, and submit; one scan, and a trylock fails",
    ...landed({}, 1),
    prologue: [mapForGpu(), dontNeed],
    keeps: [0],
    threads: [[willNeed, submitJob()]],
    kernelThreads: [shrinker],
    injections: { trylock: 1 },
    expected: { outcome: "holds", finding: null, states: 137, transitions: 248, depth: 24 },
    shows: [],
  }),
  scenario("C12-map", {
    title: "two files map it for the GPU, and one maps it for the user; a mapping for DMA fails",
    ...landed({ handles: 2 }),
    threads: [[mapForGpu(), mmap()], [openByName()]],
    injections: { map: 1 },
    expected: { outcome: "holds", finding: null, states: 526, transitions: 876, depth: 35 },
    shows: [],
  }),
  scenario("C12-heap", {
    title: "a heap: two jobs that fault, close; one scan",
    ...landed({ isHeap: true }, 2),
    prologue: [mapForGpu()],
    threads: [[submitJob(), submitJob(), closeHandle()]],
    kernelThreads: [shrinker],
    expected: { outcome: "holds", finding: null, states: 1096, transitions: 3101, depth: 29 },
    shows: ["a-heap-has-grown"],
  }),
  scenario("C12-heap-memory", {
    title: "a heap: one job that faults, close; one blocking allocation fails",
    ...landed({ isHeap: true }, 1),
    prologue: [mapForGpu()],
    threads: [[submitJob(), closeHandle()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 139, transitions: 210, depth: 20 },
    shows: [],
  }),
  // A chunk with a page counts as mapped, although its first fault has failed.
  scenario("C12-heap-again", {
    title: "a heap: two jobs that fault, close; one blocking allocation fails",
    ...landed({ isHeap: true }, 2),
    prologue: [mapForGpu()],
    threads: [[submitJob(), submitJob(), closeHandle()]],
    injections: { memory: 1 },
    expected: { outcome: "violated", finding: "F24", states: 274, transitions: 543, depth: 14 },
    shows: [],
  }),
  // A chunk that is mapped in one address space counts as mapped in all.
  scenario("C12-heap-two", {
    title: "a heap that has grown in one file: a job of a second file faults",
    ...landed({ isHeap: true, handles: 2 }, 2),
    prologue: [mapForGpu(), openByName(), submitJob(), "until idle"],
    threads: [[submitJob(1)]],
    expected: { outcome: "violated", finding: "F31", states: 14, transitions: 16, depth: 7 },
    shows: [],
  }),
  // A fault finds the mapping by its address, and raises a count that is 0.
  scenario("C12-heap-stray", {
    title: "a heap that has grown: close; a job that goes astray faults",
    ...landed({ isHeap: true }, 2),
    prologue: [mapForGpu(), submitJob(), "until idle"],
    threads: [[closeHandle()]],
    kernelThreads: [{ name: "stray job", operations: [strayJob()] }],
    expected: { outcome: "violated", finding: "F25", states: 18, transitions: 23, depth: 5 },
    shows: [],
  }),
  scenario("C12-names", {
    title: "give up, while a second file opens the object; one scan",
    ...landed({ handles: 2 }),
    prologue: [mapForGpu()],
    threads: [[dontNeed], [openByName()]],
    kernelThreads: [shrinker],
    expected: { outcome: "violated", finding: "F26", states: 189, transitions: 408, depth: 10 },
    shows: [],
  }),
  scenario("C12-export", {
    title: "exported before: export again, which pins; another thread gives up; one scan",
    ...landed(),
    prologue: [mapForGpu(), exportBuffer()],
    keeps: [0],
    threads: [[exportBuffer()], [dontNeed]],
    kernelThreads: [shrinker],
    expected: { outcome: "holds", finding: null, states: 207, transitions: 485, depth: 15 },
    shows: ["pages-have-two-kinds-of-users"],
  }),
  // The list is walked without the object lock: what looks idle may be pinned since.
  scenario("C12-export-race", {
    title: "given up: export, which pins; one scan",
    ...landed(),
    prologue: [mapForGpu(), dontNeed],
    keeps: [0],
    threads: [[exportBuffer()]],
    kernelThreads: [shrinker],
    expected: { outcome: "violated", finding: "F22", states: 87, transitions: 137, depth: 11 },
    shows: [],
  }),
  scenario("C12-export-memory", {
    title: "export; one blocking allocation fails",
    ...landed(),
    threads: [[exportBuffer()]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 28, transitions: 28, depth: 15 },
    shows: [],
  }),
  scenario("C12-import", {
    title: "import the buffer of another device, mmap it, close; one blocking allocation fails",
    ...landed({ handles: 2, hasForeignBuffer: true }),
    threads: [[importBuffer(foreignBuffer, 1), { ...mmap(), handle: 1 }, closeHandle(1)]],
    injections: { memory: 1 },
    expected: { outcome: "holds", finding: null, states: 56, transitions: 57, depth: 23 },
    shows: [],
  }),
  scenario("C12-import-map", {
    title: "C12-import; a mapping for DMA fails",
    ...landed({ handles: 2, hasForeignBuffer: true }),
    threads: [[importBuffer(foreignBuffer, 1), { ...mmap(), handle: 1 }, closeHandle(1)]],
    injections: { map: 1 },
    expected: { outcome: "holds", finding: null, states: 35, transitions: 34, depth: 22 },
    shows: [],
  }),

  // What takes longer: more threads, more operations, and one failure of any class.
  scenario("C12-two", {
    title: "jobs, mmap and fork; give up, need again, give up; two scans, and one failure",
    ...landed({ areas: 3 }, 2),
    ...open,
    threads: [
      [submitJob(), mmap(), touchArea(), fork(), munmap()],
      [dontNeed, willNeed, submitJob(), dontNeed],
    ],
    kernelThreads: [twice],
    injections: { any: 1 },
    bounds: "standard",
    expected: { outcome: "holds", finding: null, states: 79322, transitions: 300153, depth: 56 },
    shows: ["an-object-of-the-helper-is-purged", "cpu-and-gpu-share-pages"],
  }),
  scenario("C12-pins", {
    title: "three threads pin, map for the kernel and export; one failure",
    ...landed({ areas: 1 }),
    threads: [
      [mapForGpu(), exportBuffer(), munmap()],
      [pin(), mmap(), touchArea(), unpin()],
      [vmap(), pin(), unpin(), vunmap()],
    ],
    injections: { any: 1 },
    bounds: "standard",
    expected: { outcome: "holds", finding: null, states: 12168, transitions: 34510, depth: 48 },
    shows: ["pages-have-two-kinds-of-users"],
  }),
  scenario("C12-imports", {
    title: "import and mmap, while others export, map and submit; one failure",
    ...landed({ handles: 2, hasForeignBuffer: true, areas: 3 }, 2),
    threads: [
      [importBuffer(foreignBuffer, 1), { ...mmap(), handle: 1 }, closeHandle(1)],
      [mapForGpu(), submitJob(), exportBuffer(), unmapForGpu()],
      [mmap(), fork(), submitJob()],
    ],
    injections: { any: 1 },
    bounds: "standard",
    expected: { outcome: "holds", finding: null, states: 351974, transitions: 1315077, depth: 66 },
    shows: [],
  }),
  scenario("C12-three", {
    title: "C12-two with a third thread that maps and forks as well; two failures",
    ...landed({ areas: 5 }, 3),
    ...open,
    threads: [
      [submitJob(), mmap(), touchArea(), fork(), munmap()],
      [mmap(), fork(), touchArea(), submitJob()],
      [dontNeed, willNeed, submitJob(), dontNeed],
    ],
    kernelThreads: [twice],
    injections: { any: 2 },
    bounds: "deep",
    expected: {
      outcome: "holds",
      finding: null,
      states: 21567637,
      transitions: 113317904,
      depth: 79,
    },
    shows: [],
  }),
];
