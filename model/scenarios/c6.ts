/**
 * C6 (driver.md 12): a vma is closed while its last job runs, and opened again through another
 * handle, or not, while the GT goes to sleep.
 */
import type { Configuration } from "../configuration.ts";
import { destroy, exec, execOn, migrateTo, tolerating } from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

/** An object with two handles, and a job that was built through the first of them. */
const running = {
  objects: [{ handles: 2 }],
  pools: { vmas: 3, bindWorks: 4, vmaResources: 4, bos: 3, tts: 3 },
  vms: [{ bindsAsync: false }],
  prologue: [migrateTo("LMEM"), "until idle", exec(0), "until jobs run"],
} as const satisfies Partial<Configuration>;

/** The same, and an object that wants the same range. */
const evicting = {
  ...running,
  objects: [{ handles: 2 }, {}],
  pools: { ...running.pools, vmas: 4, blocks: 2, bos: 4, tts: 4 },
  prologue: [migrateTo("LMEM", 2), migrateTo("LMEM", 0), "until idle", exec(0), "until jobs run"],
} as const satisfies Partial<Configuration>;

export const c6: readonly Scenario[] = [
  scenario("C6-reopen", {
    title: "a job runs; its handle is closed while another one executes",
    ...running,
    gts: 1,
    threads: [[destroy(0)], [exec(1)]],
    expected: { outcome: "holds", finding: null, states: 1425, transitions: 4132, depth: 50 },
    shows: ["a-gt-parks-with-closed-vmas", "a-vma-is-open-twice"],
  }),
  scenario("C6-trylock", {
    title: "C6-reopen; the park cannot lock an object",
    ...running,
    gts: 1,
    threads: [[destroy(0)], [exec(1)]],
    injections: { trylock: 1 },
    expected: { outcome: "holds", finding: null, states: 1601, transitions: 4440, depth: 58 },
    shows: [],
  }),
  scenario("C6-two-gts", {
    title: "C6-reopen with an engine of another GT",
    ...running,
    gts: 2,
    threads: [[destroy(0)], [execOn(1, 1)]],
    expected: { outcome: "holds", finding: null, states: 4143, transitions: 13027, depth: 56 },
    shows: [],
  }),
  // The handle goes before the vma is opened by it, or behind that, while it is being bound.
  scenario("C6-close", {
    title: "one executes, another one closes the handle",
    gts: 1,
    vms: [{ bindsAsync: false }],
    prologue: [migrateTo("LMEM"), "until idle"],
    threads: [[tolerating("-ENOENT", exec())], [destroy()]],
    expected: { outcome: "holds", finding: null, states: 555, transitions: 1237, depth: 54 },
    shows: [],
  }),
  // An evictor finds the vma closed, or closes in on it while the GT parks.
  scenario("C6-evict", {
    title: "C6-reopen, and another object executes in the same range; one failure of any class",
    bounds: "standard",
    ...evicting,
    gts: 1,
    threads: [[destroy(0)], [exec(1)], [tolerating("-ENOSPC", exec(2))]],
    injections: { any: 1 },
    expected: {
      outcome: "holds",
      finding: null,
      states: 2912995,
      transitions: 11616409,
      depth: 142,
    },
    shows: ["a-gt-parks-with-closed-vmas"],
  }),
  scenario("C6-jobs", {
    title: "C6-reopen with a job more on each side; one failure of any class",
    bounds: "standard",
    ...running,
    gts: 1,
    threads: [[exec(0), destroy(0)], [exec(1)]],
    injections: { any: 1 },
    expected: { outcome: "holds", finding: null, states: 159978, transitions: 658778, depth: 77 },
    shows: ["a-gt-parks-with-closed-vmas"],
  }),
  scenario("C6-async", {
    title: "C6-reopen with asynchronous binds, from the beginning; a non-blocking allocation fails",
    bounds: "standard",
    ...running,
    vms: [{}],
    prologue: [],
    gts: 1,
    threads: [[exec(0), destroy(0)], [exec(1)]],
    injections: { nowait: 1 },
    expected: { outcome: "holds", finding: null, states: 678646, transitions: 3083624, depth: 104 },
    shows: ["a-gt-parks-with-closed-vmas", "a-job-waits-for-its-bind"],
  }),
  scenario("C6-two-gts-jobs", {
    title: "C6-two-gts with a job more; one failure of any class",
    bounds: "standard",
    ...running,
    gts: 2,
    threads: [[exec(0), destroy(0)], [execOn(1, 1)]],
    injections: { any: 1 },
    expected: { outcome: "holds", finding: null, states: 583637, transitions: 2536684, depth: 83 },
    shows: ["a-gt-parks-with-closed-vmas"],
  }),
  scenario("C6-two-gts-evict", {
    title: "C6-evict with an engine of another GT, and a job more; one failure of any class",
    bounds: "deep",
    ...evicting,
    gts: 2,
    threads: [[exec(0), destroy(0)], [execOn(1, 1)], [tolerating("-ENOSPC", exec(2))]],
    injections: { any: 1 },
    expected: null,
    shows: [],
  }),
];
