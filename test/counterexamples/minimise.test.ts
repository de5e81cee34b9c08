/** Minimising: what comes out is the least there is, as an oracle that walks all runs says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { action, system, type System } from "../../checker/system.ts";
import { invariant } from "../../checker/properties.ts";
import type { Trace } from "../../checker/trace.ts";
import { Retrace } from "../../checker/retrace.ts";
import { bounded } from "../../counterexamples/minimise/bounded.ts";
import { minimise, sizeOf, type Size } from "../../counterexamples/minimise/minimise.ts";
import { Candidates } from "../../counterexamples/minimise/leave-out.ts";
import { PlainRun, type State } from "../../counterexamples/plain-run.ts";
import { replay } from "../../counterexamples/replay.ts";

/** By process: when `flags[needs]` is set, it may set `flags[sets]`, or clear it. */
interface Rule {
  readonly process: number;
  readonly needs: number;
  readonly sets: number;
  readonly to: boolean;
}

const flagCount = 6;

/** Processes with rules over flags, of which the first is set; the last must never be. */
function flags(rules: readonly Rule[]): System {
  return system<{ flags: { up: boolean }[] }>({
    name: "flags",
    initial: { flags: Array.from({ length: flagCount }, (_, index) => ({ up: index === 0 })) },
    actions: [
      action<{ flags: { up: boolean }[] }, number>("follow", {
        choices: rules.map((_, index) => index),
        process: (index) => `process ${rules[index]?.process}`,
        guard: (state, index) => {
          const { needs, sets, to } = rules[index] as Rule;
          return (state.flags[needs]?.up ?? false) && state.flags[sets]?.up !== to;
        },
        effect: (state, index) => {
          const { sets, to } = rules[index] as Rule;
          (state.flags[sets] as { up: boolean }).up = to;
        },
      }),
    ],
    properties: [
      invariant<{ flags: { up: boolean }[] }>("last-is-down", {
        claim: "The last flag is down",
        holds: (state) => state.flags.at(-1)?.up === false,
      }),
    ],
  }) as unknown as System;
}

const flag = fc.integer({ min: 0, max: flagCount - 1 });
const rule: fc.Arbitrary<Rule> = fc.record({
  process: fc.integer({ min: 0, max: 2 }),
  needs: flag,
  sets: flag,
  to: fc.boolean(),
});
const someRules = fc.array(rule, { minLength: 8, maxLength: 16 });

/** A random walk, up to the first violation; null: none was met. */
function walk(of: System, picks: readonly number[]): Trace | null {
  const run = new PlainRun(of);
  const retrace = new Retrace(of);
  let state = of.initials[0] as State;
  for (const pick of picks) {
    const enabled = run.enabled(state);
    const next = enabled[pick % Math.max(enabled.length, 1)];
    if (next === undefined) return null;
    retrace.take(next);
    state = next.after;
    if (of.properties.some((property) => !(property.holds as (s: State) => boolean)(state))) {
      return retrace.trace({
        system: of.name,
        scenario: null,
        patches: [],
        without: [],
        words: null,
        seed: null,
        property: "last-is-down",
        claim: "The last flag is down",
      });
    }
  }
  return null;
}

/** The least size of all violating runs, by looking at all of them, best first. */
function least(rules: readonly Rule[]): Size {
  interface Node {
    readonly up: number;
    readonly last: number;
    readonly actors: number;
    readonly switches: number;
    readonly steps: number;
  }
  const bits = (set: number): number => set.toString(2).replaceAll("0", "").length;
  const weight = ({ switches, actors, steps }: Node): number =>
    switches * 1e6 + bits(actors) * 1e4 + steps;
  let open: Node[] = [{ up: 1, last: -1, actors: 0, switches: 0, steps: 0 }];
  const seen = new Set<string>();
  for (;;) {
    const [node, ...rest] = open.toSorted((a, b) => weight(a) - weight(b));
    if (node === undefined) throw new Error("nothing is violated");
    open = rest;
    const { up, last, actors, switches, steps } = node;
    if ((up >> (flagCount - 1)) & 1) return { switches, actors: bits(actors), steps };
    const key = [up, last, actors].join(" ");
    if (seen.has(key)) continue;
    seen.add(key);
    for (const { process, needs, sets, to } of rules) {
      if (!((up >> needs) & 1) || Boolean((up >> sets) & 1) === to) continue;
      open.push({
        up: to ? up | (1 << sets) : up & ~(1 << sets),
        last: process,
        actors: actors | (1 << process),
        switches: switches + (last !== -1 && last !== process ? 1 : 0),
        steps: steps + 1,
      });
    }
  }
}

const options = { elapsedMsMax: 60_000 };

test("a random walk comes down to the least run there is, and stays there", async () => {
  let minimised = 0;
  await fc.assert(
    fc.asyncProperty(someRules, fc.array(fc.nat(), { maxLength: 60 }), async (rules, picks) => {
      const of = flags(rules);
      const trace = walk(of, picks);
      if (trace === null) return;
      minimised++;
      const found = await minimise(of, trace, options);
      expect(found.proved).toEqual({ switches: true, actors: true, steps: true });
      expect(found.size).toEqual(least(rules));
      expect(found.size).toEqual(sizeOf(found.trace));
      expect(replay(of, found.trace)).toMatchObject({ outcome: "violated" });
      expect((await minimise(of, found.trace, options)).trace).toEqual(found.trace);
      // No single step can be left out.
      const candidates = new Candidates(of, trace.property, trace.initial as State);
      for (const index of found.trace.steps.keys()) {
        const shorter = candidates.violating(found.trace.steps.toSpliced(index, 1));
        expect(shorter).toBeNull();
      }
    }),
    { numRuns: 400 },
  );
  expect(minimised).toBeGreaterThan(20);
}, 120_000);

const last = flagCount - 1;
const raises = (process: number, needs: number, sets: number): Rule => {
  return { process, needs, sets, to: true };
};

test.each<[string, Rule[], number[], Size]>([
  [
    "a longer run without a context switch",
    [raises(0, 0, 1), raises(1, 1, last), raises(0, 1, 2), raises(0, 2, 3), raises(0, 3, last)],
    [0, 0],
    { switches: 0, actors: 1, steps: 4 },
  ],
  [
    "a longer run with a process less",
    [raises(0, 0, 1), raises(1, 1, 2), raises(2, 2, last), raises(0, 2, 3), raises(0, 3, last)],
    [0, 0, 0],
    { switches: 2, actors: 2, steps: 4 },
  ],
])("%s is plainer than the shortest one", async (_, rules, picks, size) => {
  const of = flags(rules);
  const trace = walk(of, picks);
  if (trace === null) throw new Error("the walk meets no violation");
  expect(trace.steps.length).toBeLessThan(size.steps);
  expect((await minimise(of, trace, options)).size).toEqual(size);
});

test("a bounded system has the runs within the bounds, and no others", async () => {
  const of = flags([raises(0, 0, 1), raises(1, 1, 2), raises(0, 2, last)]);
  const outcome = async (switches: number, actors: number): Promise<string> =>
    (await check(bounded(of, { switches, actors }))).outcome;
  expect(await outcome(2, 2)).toBe("violated");
  expect(await outcome(1, 2)).toBe("holds");
  expect(await outcome(2, 1)).toBe("holds");
});

test("without time, steps are left out at most, and nothing is proved", async () => {
  const of = flags([raises(0, 0, 1), raises(1, 0, 2), raises(0, 1, last)]);
  const trace = walk(of, [0, 0, 0, 0]);
  if (trace === null) throw new Error("the walk meets no violation");
  const found = await minimise(of, trace, { elapsedMsMax: 0 });
  expect(found).toMatchObject({ from: sizeOf(trace), states: 0 });
  expect(Object.values(found.proved)).not.toContain(true);
  expect(replay(of, found.trace)).toMatchObject({ outcome: "violated" });
});
