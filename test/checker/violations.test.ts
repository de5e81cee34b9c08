/** Violations in random systems: as near as the oracle says, and every trace replays. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { CheckOptions } from "../../checker/options.ts";
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import type { Verdict } from "../../checker/verdict.ts";
import { explore, textOf, type Graph } from "../support/oracle.ts";
import { eachLength, plans, stepClaim, systemOf, type Plan } from "../support/random-systems.ts";
import * as recipes from "../support/random-recipes.ts";
import { replay } from "../support/replayer.ts";

const settings = { seed: 20_211_101, numRuns: 300 };
const timeout = 120_000;
const ids = ["invariant", "each", "at-rest", "step", "deadlock"] as const;
type Id = (typeof ids)[number];

/** Whether a run that ends like this violates the property. */
function fails(
  id: Id | "witness",
  plan: Plan,
  states: readonly object[],
  isLast: boolean,
): boolean {
  const end = states.at(-1) as object;
  const holds = (index: number): boolean => recipes.test(end, plan.claim, index);
  const isDone = recipes.test(end, plan.done, 0);
  switch (id) {
    case "invariant":
      return !holds(0);
    case "each":
      return Array.from({ length: eachLength(plan) }, (_, index) => index).some((i) => !holds(i));
    case "witness":
      return holds(0);
    case "at-rest":
      return isLast && isDone && !holds(0);
    case "deadlock":
      return isLast && !isDone;
    case "step":
      return states.length > 1 && !stepClaim(plan, states.at(-2) as object, end);
  }
}

/** The length of the shortest trace to a violation of each property; infinite if it holds. */
function shortest(plan: Plan, graph: Graph): Record<Id | "witness", number> {
  const lengths = { invariant: Infinity, each: Infinity, "at-rest": Infinity, step: Infinity };
  const all = { ...lengths, deadlock: Infinity, witness: Infinity };
  for (const { value, depth, steps } of graph.values()) {
    for (const id of [...ids, "witness"] as const) {
      if (fails(id, plan, [value as object], steps.length === 0)) {
        all[id] = Math.min(all[id], depth);
      }
    }
    for (const { to } of steps) {
      const pair = [value, graph.get(to)?.value] as object[];
      if (fails("step", plan, pair, false)) all.step = Math.min(all.step, depth + 1);
    }
  }
  return all;
}

function expectReplays(plan: Plan, system: System, graph: Graph, id: Id, trace: Trace): void {
  const states = replay(system, trace) as object[];
  const isLast = graph.get(textOf(states.at(-1)))?.steps.length === 0;
  expect(fails(id, plan, states, isLast), `the trace shows a violation of ${id}`).toBe(true);
  for (const [index, step] of trace.steps.entries()) {
    const changed = changedCells(states[index] as object, states[index + 1] as object);
    expect(step.writes.toSorted()).toEqual(changed.toSorted());
    expect(step.reads).toEqual(expect.arrayContaining(changed));
  }
}

function changedCells(before: object, after: object): string[] {
  return Object.entries(before).flatMap(([name, old]: [string, unknown]) => {
    const value: unknown = after[name as keyof object];
    const isCollection = Array.isArray(old);
    const [olds, values] = (isCollection ? [old, value] : [[old], [value]]) as unknown[][];
    return (olds ?? []).flatMap((each, index) => {
      if (textOf(each) === textOf(values?.[index])) return [];
      return [isCollection ? `${name}:${index}` : name];
    });
  });
}

/** Runs `body` on random systems with their graphs and the shortest violations. */
async function onRandomSystems(
  body: (parts: {
    plan: Plan;
    system: System;
    graph: Graph;
    lengths: Record<Id | "witness", number>;
    run: (options: CheckOptions) => Promise<Verdict>;
  }) => Promise<void>,
  numRuns: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const system = systemOf(plan);
      const graph = explore(system, 200);
      fc.pre(graph !== null);
      const run = (options: CheckOptions): Promise<Verdict> => check(system, options);
      await body({ plan, system, graph, lengths: shortest(plan, graph), run });
    }),
    { ...settings, numRuns },
  );
}

test("breadth-first finds a shortest violation of each kind, or none", { timeout }, async () => {
  await onRandomSystems(async ({ plan, system, graph, lengths, run }) => {
    for (const id of ids) {
      const { outcome, violations } = await run({ properties: [id] });
      expect(outcome).toBe(lengths[id] < Infinity ? "violated" : "holds");
      expect(violations[0]?.trace.steps.length ?? Infinity).toBe(lengths[id]);
      if (violations[0]) expectReplays(plan, system, graph, id, violations[0].trace);
    }
    const { witnesses } = await run({ properties: ["witness"] });
    const depth = lengths.witness === Infinity ? null : lengths.witness;
    expect(witnesses).toMatchObject([{ property: "witness", reached: depth !== null, depth }]);
  }, 300);
});

test("all properties at once: those of the first level with a violation", { timeout }, async () => {
  await onRandomSystems(async ({ plan, system, graph, lengths, run }) => {
    // The level whose expansion shows it: the state itself is at rest or stuck, or leads to it.
    const level = (id: Id): number =>
      id === "at-rest" || id === "deadlock" ? lengths[id] : lengths[id] - 1;
    const first = Math.min(...ids.map(level));
    const expected = ids.filter((id) => level(id) === first && first < Infinity);
    const { violations } = await run({});
    expect(violations.map(({ property }) => property).toSorted()).toEqual(expected.toSorted());
    for (const { property, trace } of violations) {
      expect(trace.steps).toHaveLength(lengths[property as Id]);
      expectReplays(plan, system, graph, property as Id, trace);
    }
  }, 300);
});

test("depth-first finds a violation exactly where there is one", { timeout }, async () => {
  await onRandomSystems(async ({ plan, system, graph, lengths, run }) => {
    for (const id of ids) {
      const { outcome, violations } = await run({ properties: [id], strategy: "depth-first" });
      expect(outcome).toBe(lengths[id] < Infinity ? "violated" : "holds");
      if (violations[0]) expectReplays(plan, system, graph, id, violations[0].trace);
    }
    const { witnesses } = await run({ properties: ["witness"], strategy: "depth-first" });
    expect(witnesses[0]?.reached).toBe(lengths.witness < Infinity);
  }, 150);
});

test("a bound on the depth hides what lies beyond, and nothing before", { timeout }, async () => {
  await onRandomSystems(async ({ graph, lengths, run }) => {
    const deepest = Math.max(...Array.from(graph.values(), ({ depth }) => depth));
    for (const depthMax of [0, 1, 2, 3]) {
      for (const id of ids) {
        const { outcome } = await run({ properties: [id], depthMax });
        // With nothing beyond the bound, steps from the farthest states count too.
        const complete = depthMax >= deepest;
        const reach = complete ? Number.MAX_SAFE_INTEGER : depthMax;
        const otherwise = complete ? "holds" : "incomplete";
        expect(outcome).toBe(lengths[id] <= reach ? "violated" : otherwise);
      }
    }
  }, 100);
});
