/** What the examples are for: claims that hold, and the shortest counterexamples to the others. */
import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { indices } from "../../checker/refs.ts";
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import type { Verdict } from "../../checker/verdict.ts";
import { dieHard } from "../../examples/die-hard.ts";
import { diningPhilosophers } from "../../examples/dining-philosophers.ts";
import { eightPuzzle } from "../../examples/eight-puzzle.ts";
import { incrementRace } from "../../examples/increment-race.ts";
import { lifetime } from "../../examples/lifetime.ts";
import { pancakeSorting } from "../../examples/pancake-sorting.ts";
import { peterson } from "../../examples/peterson.ts";
import { towerOfHanoi } from "../../examples/tower-of-hanoi.ts";
import { transactionCommit } from "../../examples/transaction-commit.ts";
import { twoPhase } from "../../examples/two-phase.ts";

const named = <S extends object>(system: System<S>) => ({
  name: system.name,
  run: () => check(system),
});
const violated = <S extends object>(system: System<S>, property: string, steps: number) => ({
  ...named(system),
  property,
  steps,
});

describe("the claims that hold", () => {
  const systems = [
    named(transactionCommit(4)),
    named(twoPhase(4)),
    named(eightPuzzle(2, 4)),
    named(peterson()),
    named(lifetime(1, 2, 9)),
    named(lifetime(2, 1, 9)),
  ];
  for (const { name, run } of systems) {
    test(`${name}: all of them, and no witness is missed`, async () => {
      const verdict = await run();
      expect(verdict.outcome).toBe("holds");
      expect(verdict.violations).toEqual([]);
      expect(verdict.witnesses.filter((each) => !each.reached)).toEqual([]);
    });
  }
});

describe("the shortest counterexamples", () => {
  const systems = [
    violated(dieHard({ small: 3, big: 5 }, 4), "unsolvable", 6),
    violated(incrementRace(2), "noLostIncrement", 4),
    violated(incrementRace(3), "noLostIncrement", 6),
    violated(diningPhilosophers(3), "deadlock", 3),
    violated(diningPhilosophers(8), "deadlock", 8),
    violated(towerOfHanoi(3), "unsolvable", 2 ** 3 - 1),
    violated(towerOfHanoi(7), "unsolvable", 2 ** 7 - 1),
    violated(lifetime(1, 1, 9, { bindForgetsFence: true }), "noStaleEntry", 7),
    violated(lifetime(2, 2, 2, { bindForgetsFence: true }), "noStaleEntry", 7),
  ];
  for (const { name, run, property, steps } of systems) {
    test(`${name}: ${property}, ${steps} steps`, async () => {
      const trace = onlyTrace(await run(), property);
      expect(trace.steps).toHaveLength(steps);
    });
  }
});

test("the jugs are solved by pouring 1 of 5 gallons away", async () => {
  const trace = onlyTrace(await check(dieHard({ small: 3, big: 5 }, 4)), "unsolvable");
  expect(trace.steps.at(-1)?.changes).toContainEqual({ path: "big", old: 5, new: 4 });
});

test("the hardest stack of five pancakes takes five flips", async () => {
  const steps: number[] = [];
  for (const stack of permutations([1, 2, 3, 4, 5])) {
    const verdict = await check(pancakeSorting(stack));
    steps.push(onlyTrace(verdict, "unsorted").steps.length);
  }
  expect(Math.max(...steps)).toBe(5);
});

test("philosophers starve in one way only: each takes the left fork", async () => {
  const trace = onlyTrace(await check(diningPhilosophers(5)), "deadlock");
  expect(trace.steps.map((step) => step.action)).toEqual(indices(5).map(() => "TakeLeft"));
  expect(new Set(trace.steps.map((step) => step.choice))).toEqual(new Set(indices(5)));
});

test.each([3, 5, 8, 10])("%i philosophers have one deadlock state", async (n) => {
  const system = diningPhilosophers(n);
  const allHoldLeft = { ...system, done: isStuck };
  const verdict = await check(allHoldLeft);
  expect(verdict.outcome, "once that state is declared legitimate, none is left").toBe("holds");
});

const isStuck = (s: { readonly philosophers: readonly string[] }) =>
  s.philosophers.every((each) => each === "holds left");

function onlyTrace({ outcome, violations }: Verdict, property: string): Trace {
  expect(outcome).toBe("violated");
  expect(violations.map((each) => each.property)).toEqual([property]);
  return violations[0].trace;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
