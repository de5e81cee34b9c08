/**
 * Systems of known size that reach what small ones do not: numbers of more than one and two bytes
 * in a cell, hundreds of cells, memos that are dropped, layouts that change late, sparse nodes of
 * read tries.
 */
import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { invariant, stepProperty, witness } from "../../checker/properties.ts";
import { indices } from "../../checker/refs.ts";
import { action, system } from "../../checker/system.ts";
import type { Strategy } from "../../checker/verdict.ts";
import { runEngine } from "../support/engine-graph.ts";

const timeout = 120_000;

interface Wide {
  n: number[];
  seen: number;
}
const strategies: readonly Strategy[] = ["breadth-first", "depth-first"];
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe.each(strategies)("%s", (strategy) => {
  test("a cell that takes 70,001 values", { timeout }, async () => {
    const counter = system<{ n: number }>({
      name: "counter",
      initial: { n: 0 },
      actions: [
        action("up", { guard: (s) => s.n < 70_000, effect: (s) => void s.n++ }),
        action("down", { guard: (s) => s.n % 7 === 3, effect: (s) => void s.n-- }),
      ],
      properties: [invariant("end", { claim: "", holds: (s) => s.n < 70_000 })],
    });
    const all = await check(counter, { strategy, properties: [] });
    const downs = indices(70_001).filter((n) => n % 7 === 3).length;
    expect(all).toMatchObject({ outcome: "holds", states: 70_001, transitions: 70_000 + downs });
    expect(all.depth).toBe(70_000);
    const { violations } = await check(counter, { strategy });
    expect(violations[0]?.trace.steps).toHaveLength(70_000);
  });

  test("two counters, new values of which appear until the end", { timeout }, async () => {
    const most = 300;
    const grid = system<{ n: number[] }>({
      name: "grid",
      initial: { n: [0, 0] },
      actions: [
        action("up", {
          choices: [0, 1],
          guard: (s, i) => s.n[i] < most,
          effect: (s, i) => void s.n[i]++,
        }),
      ],
      properties: [witness("corner", { claim: "", reached: (s) => sum(s.n) === 2 * most })],
    });
    const verdict = await check(grid, { strategy });
    expect(verdict.states).toBe((most + 1) ** 2);
    expect(verdict.transitions).toBe(2 * most * (most + 1));
    expect(verdict.witnesses[0]).toMatchObject({ reached: true, depth: 2 * most });
    if (strategy === "depth-first") return;
    expect(verdict.levels).toEqual(
      indices(2 * most + 1).map((level) => Math.min(level, 2 * most - level) + 1),
    );
  });

  test("a step whose cell has values far apart, so that its trie node is sparse", async () => {
    const far = system<{ n: number; flag: boolean }>({
      name: "far",
      initial: { n: 0, flag: false },
      actions: [
        action("up", { guard: (s) => !s.flag && s.n < 20_000, effect: (s) => void s.n++ }),
        action("raise", {
          guard: (s) => !s.flag && s.n % 1_999 === 1_998,
          effect: (s) => void (s.flag = true),
        }),
        action("jump", {
          guard: (s) => s.flag && s.n < 20_000,
          effect: (s) => {
            s.n++;
            s.flag = false;
          },
        }),
      ],
    });
    const raised = Math.floor(20_001 / 1_999);
    const verdict = await check(far, { strategy });
    expect(verdict.states).toBe(20_001 + raised);
    expect(verdict.transitions).toBe(20_000 + 2 * raised);
  });

  test(
    "memos of a step and of properties that read everything are dropped",
    { timeout },
    async () => {
      const cells = 7;
      const last = 3 * cells;
      const total = (s: { readonly n: readonly number[] }): number => sum(s.n);
      const wide = system<Wide>({
        name: "wide",
        initial: { n: indices(cells).map(() => 0), seen: 0 },
        actions: [
          action("up", {
            choices: indices(cells),
            guard: (s, i) => s.n[i] < 3,
            effect: (s, i) => void s.n[i]++,
          }),
          // Its last time is the first after which "never seen" has a look at `seen`.
          action("look", {
            guard: (s) => total(s) % 5 === 1 && s.seen === 0,
            effect: (s, _, k) => {
              k.label("looked");
              s.seen = total(s) === last ? 1 : 0;
            },
          }),
        ],
        properties: [
          invariant("never all", { claim: "", holds: (s) => total(s) < last }),
          invariant("never seen", { claim: "", holds: (s) => total(s) < last || s.seen === 0 }),
          witness("all", { claim: "", reached: (s) => total(s) === last }),
          stepProperty("never late", {
            claim: "",
            holds: (before: Wide, after: Wide) => total(before) < last || after.seen === 0,
          }),
        ],
      });
      const { states, exploration } = runEngine(wide as never, { strategy });
      expect(exploration.memo.dropped.size).toBe(1);
      const naive = new Set(states.map(({ text }) => text));
      expect(naive.size).toBe(states.length);
      const verdict = await check(wide, { strategy, properties: ["all"] });
      const ways = waysToTotal(cells);
      expect(verdict.states).toBe(4 ** cells + 1);
      expect(states).toHaveLength(verdict.states);
      const looks = sum(indices(last + 1).map((t) => (t % 5 === 1 ? (ways[t] ?? 0) : 0)));
      expect(verdict.coverage.find((each) => each.action === "look")).toEqual({
        action: "look",
        fired: looks,
        enabled: looks,
        never: false,
        labels: { looked: looks },
      });
      for (const [id, length] of Object.entries({ "never all": 21, "never seen": 22 })) {
        const { violations } = await check(wide, { strategy, properties: [id] });
        if (strategy === "breadth-first") expect(violations[0]?.trace.steps).toHaveLength(length);
        else expect(violations).toHaveLength(1);
      }
      const { violations } = await check(wide, { strategy, properties: ["never late"] });
      if (strategy === "breadth-first") expect(violations[0]?.trace.steps).toHaveLength(22);
      else expect(violations).toHaveLength(1);
    },
  );

  test("hundreds of cells, in two initial states that use every bit", async () => {
    const cells = 192;
    const all = (value: number): number[] => indices(cells).map(() => value);
    const wide = system<{ c: number[]; budget: number }>({
      name: "many cells",
      initial: [
        { c: all(0), budget: 2 },
        { c: all(1), budget: 1 },
        { c: all(1), budget: 0 },
      ],
      actions: [
        action("set", {
          choices: indices(cells),
          guard: (s, i) => s.budget > 0 && s.c[i] === 0,
          effect: (s, i) => {
            s.c[i] = 1;
            s.budget--;
          },
        }),
      ],
    });
    const verdict = await check(wide, { strategy });
    expect(verdict.states).toBe(3 + cells + (cells * (cells - 1)) / 2);
    expect(verdict.transitions).toBe(cells + cells * (cells - 1));
  });

  test("70,000 initial states", { timeout }, async () => {
    const many = system<{ n: number; seen: boolean }>({
      name: "many initial states",
      initial: indices(70_000).map((n) => ({ n, seen: false })),
      actions: [
        action("see", { guard: (s) => s.n % 2 === 0, effect: (s) => void (s.seen = true) }),
      ],
    });
    const verdict = await check(many, { strategy });
    expect(verdict).toMatchObject({ outcome: "holds", states: 105_000, transitions: 70_000 });
  });
});

/** By total: in how many ways `cells` numbers from 0 to 3 add up to it. */
function waysToTotal(cells: number): number[] {
  let ways = [1];
  for (let cell = 0; cell < cells; cell++) {
    const longer = indices(ways.length + 3).map((total) =>
      sum([0, 1, 2, 3].map((n) => ways[total - n] ?? 0)),
    );
    ways = longer;
  }
  return ways;
}
