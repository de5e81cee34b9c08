/** Random finite systems, explored by the engine and by the oracle, agree state by state. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { System } from "../../checker/system.ts";
import { runEngine, type EngineGraph } from "../support/engine-graph.ts";
import { explore, levelsOf, transitionsOf, textOf, type Graph } from "../support/oracle.ts";
import { plans, systemOf } from "../support/random-systems.ts";

const settings = { seed: 20_211_101, numRuns: 1_000 };
const statesMax = 200;
/** Generous: this is no test of speed. */
const timeout = 120_000;

/** One line a state: it, and what is known of its steps. One text is compared faster than many. */
const lines = (states: Iterable<readonly [string, ...unknown[]]>): string =>
  Array.from(states, (parts) => parts.join(" | "))
    .toSorted()
    .join("\n");

function expectSame(engine: EngineGraph, graph: Graph): void {
  expect(lines(engine.states.map(({ text, transitions }) => [text, transitions]))).toBe(
    lines(Array.from(graph, ([text, { steps }]) => [text, steps.length])),
  );
  expect(engine.transitions).toBe(transitionsOf(graph));
  const strangers = engine.states.filter(
    ({ text, parent }) =>
      parent !== null && graph.get(parent)?.steps.every(({ to }) => to !== text) !== false,
  );
  expect(strangers, "states that no step leads to from where they were found").toEqual([]);
}

function expectSameSuccessors(engine: EngineGraph, graph: Graph): void {
  const others = Array.from(graph, ([text, { steps }]): [string, string] => {
    const found = steps.filter(({ to }) => to !== text).map(({ to }) => to);
    return [text, found.toSorted().join()];
  });
  const states = engine.states.map(({ text, successors }): [string, string] => [
    text,
    successors.toSorted().join(),
  ]);
  expect(lines(states)).toBe(lines(others));
}

function expectSameCoverage(engine: EngineGraph, system: System, graph: Graph): void {
  const states = [...graph.values()];
  const expected = system.actions.map(({ name }) => {
    const mine = states.map(({ steps }) => steps.filter(({ action }) => action === name));
    const choices = mine.map((steps) => new Set(steps.map(({ choice }) => textOf(choice))).size);
    const said = mine.flat().flatMap(({ label }) => label ?? []);
    const labels = Object.fromEntries(
      [...new Set(said)].map((label) => [label, said.filter((each) => each === label).length]),
    );
    const fired = mine.flat().length;
    const enabled = choices.reduce((sum, count) => sum + count, 0);
    return { action: name, fired, enabled, never: fired === 0, labels };
  });
  expect(engine.coverage).toEqual(expected);
}

/** Levels, and that every state was found from one that is a step nearer. */
function expectSameDepths(engine: EngineGraph, graph: Graph): void {
  expect(engine.levels).toEqual(levelsOf(graph));
  expect(engine.depth).toBe(engine.levels.length - 1);
  const depthOf = (text: string | null): number =>
    text === null ? -1 : (graph.get(text)?.depth ?? Number.NaN);
  const late = engine.states.filter(({ text, parent }) => depthOf(text) !== depthOf(parent) + 1);
  expect(late).toEqual([]);
}

test("the engine finds the states, steps and levels that the oracle finds", { timeout }, () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const system = systemOf(plan);
      const graph = explore(system, statesMax);
      fc.pre(graph !== null);
      for (const strategy of ["breadth-first", "depth-first"] as const) {
        const engine = runEngine(system, { strategy, skipCommuting: false });
        expectSame(engine, graph);
        expectSameSuccessors(engine, graph);
        expectSameCoverage(engine, system, graph);
        if (strategy === "breadth-first") expectSameDepths(engine, graph);
      }
    }),
    { ...settings, numRuns: 400 },
  );
});

test("leaving out what commuting steps find loses nothing, in any order", { timeout }, () => {
  const shuffled = plans.chain((plan) =>
    fc.tuple(
      fc.constant(plan),
      fc.shuffledSubarray([...plan.actions.keys()], { minLength: plan.actions.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([plan, order]) => {
      const system = systemOf(plan, order);
      const graph = explore(system, statesMax);
      fc.pre(graph !== null);
      const engine = runEngine(system, { strategy: "breadth-first" });
      expectSame(engine, graph);
      expectSameCoverage(engine, system, graph);
      expectSameDepths(engine, graph);
    }),
    settings,
  );
});

test("a memo that is dropped in the middle of a search changes nothing", { timeout }, () => {
  fc.assert(
    fc.property(plans, fc.nat(4), (plan, dropAfter) => {
      const system = systemOf(plan);
      const graph = explore(system, statesMax);
      fc.pre(graph !== null);
      const engine = runEngine(system, { strategy: "breadth-first", dropAfter });
      expectSame(engine, graph);
      expectSameCoverage(engine, system, graph);
      expectSameDepths(engine, graph);
    }),
    { ...settings, numRuns: 400 },
  );
});

/** Yields how many steps lead to each level from the states of the levels before `depthMax`. */
const before = (graph: Graph, depthMax: number): Graph =>
  new Map([...graph].filter(([, { depth }]) => depth < depthMax));

test("a bound on the depth yields a prefix of the levels, and only if it cuts", { timeout }, () => {
  fc.assert(
    fc.property(plans, fc.nat(6), (plan, depthMax) => {
      const system = systemOf(plan);
      const graph = explore(system, statesMax);
      fc.pre(graph !== null);
      const engine = runEngine(system, { strategy: "breadth-first", depthMax });
      const levels = levelsOf(graph);
      const cuts = depthMax < levels.length - 1;
      expect(engine.bound).toBe(cuts ? "depth" : null);
      expect(engine.levels).toEqual(levels.slice(0, depthMax + 1));
      expect(engine.transitions).toBe(transitionsOf(cuts ? before(graph, depthMax) : graph));
      expectSameCoverage(engine, system, cuts ? before(graph, depthMax) : graph);
    }),
    { ...settings, numRuns: 200 },
  );
});

test("a bound on the states is met exactly, and only if it cuts", { timeout }, () => {
  fc.assert(
    fc.property(plans, fc.integer({ min: 1, max: 60 }), (plan, most) => {
      const system = systemOf(plan);
      const graph = explore(system, statesMax);
      fc.pre(graph !== null);
      for (const strategy of ["breadth-first", "depth-first"] as const) {
        for (const bound of [most, graph.size]) {
          const engine = runEngine(system, { strategy, statesMax: bound });
          expect(engine.bound).toBe(bound < graph.size ? "states" : null);
          expect(engine.exploration.store.count).toBe(Math.min(bound, graph.size));
        }
      }
    }),
    { ...settings, numRuns: 200 },
  );
});
