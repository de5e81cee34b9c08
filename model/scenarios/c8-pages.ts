/**
 * C8 (driver.md 12), page by page: objects of two and three pages in local memory that is in
 * pieces, so that a table has several segments. Windows: the CPU copies by a wrong segment; it
 * looks for a page in the segment of another; a page that somebody has left is not cleared. What
 * else moves do is checked by C8, where memory has no parts.
 */
import type { Layout } from "../cells/layout.ts";
import { destroy, exec, migrateTo, place, tolerating, writeByCpu } from "../operations.ts";
import { scenario, type Scenario } from "../scenario.ts";

/**
 * Pages 1, 2, 4, 6 and 7 are free. Who comes first gets 6 and 7, and then 1; X beside Y gets 1, 2
 * and 4, the first two as one segment of two blocks.
 */
const layout: Layout = {
  objects: [3, 2],
  localPages: 8,
  taken: [0, 3, 5],
  manager: "buddy",
  regionStart: 100,
  segmentPagesMax: 2,
};
const pools = { blocks: 2, tts: 4, bos: 4, resources: 5 } as const;
const base = { objects: [{}, {}], pools, vms: [{ slots: 2 }], layout } as const;
const ranges = { ...layout, manager: "range" } as const;
/** A job has written the object in local memory, and ended. */
const written = (object: number) =>
  [migrateTo("LMEM", object), exec(object), "until idle"] as const;
/** A job still runs on X there. */
const inUse = [migrateTo("LMEM", 0), exec(0), "until jobs run"] as const;
const away = (object: number) => [migrateTo("SYSTEM", object), "until idle"] as const;

export const c8Pages: readonly Scenario[] = [
  scenario("C8-pages", {
    title: "X and Y, of three and two pages, evict one another; the CPU copies all of them",
    ...base,
    layout: { ...layout, taken: [0, 3, 5, 6, 7] },
    device: { canBlit: false },
    prologue: inUse,
    threads: [[migrateTo("LMEM", 1), exec(1), migrateTo("LMEM", 0)]],
    expected: { outcome: "holds", finding: null, states: 74264, transitions: 232412, depth: 150 },
    shows: ["blocks-share-a-segment", "written-pages-are-in-pieces"],
  }),
  scenario("C8-pages-blit", {
    title: "X comes back to local memory, in pieces beside Y; its blit may fail",
    ...base,
    prologue: [...written(0), ...away(0), ...written(1)],
    threads: [[migrateTo("LMEM", 0), exec(0)]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 25814, transitions: 69510, depth: 100 },
    shows: ["blocks-share-a-segment", "written-pages-are-in-pieces"],
  }),
  scenario("C8-pages-clear", {
    title: "Y gets pages that X has left; the blit that clears them may fail",
    ...base,
    layout: { ...layout, objects: [3, 3] },
    prologue: [...written(0), destroy(0), "until idle"],
    threads: [[migrateTo("LMEM", 1), exec(1)]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 8050, transitions: 21654, depth: 81 },
    shows: ["pages-of-others-are-cleared"],
  }),
  scenario("C8-pages-range", {
    title: "C8-pages-blit, where local memory is given out in ranges, and segments are split",
    ...base,
    layout: { ...ranges, taken: [2, 3, 7] },
    prologue: [...written(0), ...away(0), ...written(1)],
    threads: [[migrateTo("LMEM", 0), exec(0)]],
    injections: { gpu: 1 },
    expected: { outcome: "holds", finding: null, states: 25814, transitions: 69510, depth: 100 },
    shows: [],
  }),
  scenario("C8-pages-memcpy", {
    title: "a driver without a move of its own: X and Y evict one another; a mapping may fail",
    ...base,
    layout: { ...ranges, taken: [0, 4, 5, 6, 7] },
    device: { move: "ttm_bo_move_memcpy" },
    threads: [[place("LMEM", 0), writeByCpu(0), place("LMEM", 1), writeByCpu(1), place("LMEM", 0)]],
    injections: { map: 1 },
    expected: { outcome: "holds", finding: null, states: 688, transitions: 1129, depth: 72 },
    shows: [],
  }),
  scenario("C8-pages-two", {
    title: "two threads, whose objects of three and two pages evict one another by blits",
    ...base,
    layout: { ...layout, taken: [0, 3, 5, 6, 7] },
    pools: { ...pools, requests: 6, resources: 6, ioSgts: 4, bos: 5, tts: 5 },
    prologue: [...written(1), ...away(1), ...written(0)],
    threads: [
      [tolerating("-ENOMEM", migrateTo("LMEM", 1))],
      [tolerating("-ENOMEM", migrateTo("LMEM", 0))],
    ],
    bounds: "standard",
    expected: {
      outcome: "holds",
      finding: null,
      states: 1113296,
      transitions: 2845141,
      depth: 118,
    },
    shows: ["blocks-share-a-segment"],
  }),
  scenario("C8-pages-two-cpu", {
    title: "C8-pages-two, where the CPU copies",
    ...base,
    layout: { ...layout, taken: [0, 3, 5, 6, 7] },
    pools: { ...pools, requests: 6, resources: 6, ioSgts: 4, bos: 5, tts: 5 },
    device: { canBlit: false },
    prologue: [...written(1), ...away(1), ...inUse],
    threads: [
      [tolerating("-ENOMEM", migrateTo("LMEM", 1))],
      [tolerating("-ENOMEM", migrateTo("LMEM", 0))],
    ],
    expected: { outcome: "holds", finding: null, states: 20515, transitions: 55072, depth: 98 },
    shows: [],
  }),
];
