/** Of each witness the engine counts the states that show it, as anyone would who looks at all. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { witness, type Property, type Witness } from "../../checker/properties.ts";
import { indices } from "../../checker/refs.ts";
import { action, system } from "../../checker/system.ts";
import { runEngine } from "../support/engine-graph.ts";
import { explore, type Graph } from "../support/oracle.ts";
import { test as holdsIn } from "../support/random-recipes.ts";
import { eachLength, plans, systemOf, type Plan } from "../support/random-systems.ts";

const settings = { seed: 20_211_101, numRuns: 400 };
const timeout = 120_000;

/** A witness for every condition of a plan, of the whole state and of cells, often over 32 bits. */
function witnessesOf(plan: Plan, system: ReturnType<typeof systemOf>): Witness<object>[] {
  const each = system.properties.find(({ id }) => id === "each")?.each ?? null;
  const conditions = [plan.claim, plan.done, ...plan.actions.flatMap(({ guard }) => guard ?? [])];
  return conditions.flatMap((condition, index) => [
    witness<object>(`state ${index}`, { claim: "", reached: (s) => holdsIn(s, condition, 0) }),
    ...indices(3).map((copy) =>
      witness<object>(`cell ${index} ${copy}`, {
        claim: "",
        ...(each !== null && { each }),
        reached: (s, cell) => holdsIn(s, condition, cell),
      }),
    ),
  ]);
}

/** By id, in how many states of the graph some cell that the witness judges shows it. */
function countedIn(graph: Graph, witnesses: readonly Witness<object>[], cells: number) {
  const states = Array.from(graph.values(), ({ value }) => value as object);
  return Object.fromEntries(
    witnesses.map(({ id, each, holds }) => {
      const judged = each === null ? [0] : indices(cells);
      return [id, states.filter((state) => judged.some((cell) => holds(state, cell))).length];
    }),
  );
}

test.each([
  ["breadth-first", {}],
  ["breadth-first", { dropAfter: 2 }],
  ["breadth-first", { skipCommuting: false, verifyPurity: true }],
  ["depth-first", {}],
] as const)("random systems, %s %j", { timeout }, (strategy, options) => {
  fc.assert(
    fc.property(plans, (plan) => {
      const system = systemOf(plan);
      const graph = explore(system, 200);
      fc.pre(graph !== null);
      const witnesses = witnessesOf(plan, system);
      const properties = witnesses as readonly Property[];
      const { exploration } = runEngine(system, { strategy, properties, ...options });
      const expected = countedIn(graph, witnesses, eachLength(plan));
      expect(Object.fromEntries(exploration.stateChecks.witnessCounts())).toEqual(expected);
    }),
    settings,
  );
});

interface Switches {
  on: boolean[];
}

/** 14 switches, of which each goes on once and the first one off again; in any order. */
const switches = system<Switches>({
  name: "switches",
  initial: { on: indices(14).map(() => false) },
  actions: [
    action("on", {
      choices: indices(14),
      guard: (s: Switches, i) => !s.on[i],
      effect: (s, i) => void (s.on[i] = true),
    }),
    action("off", { guard: (s) => s.on[0] ?? false, effect: (s) => void (s.on[0] = false) }),
  ],
  properties: [
    ...["a", "b", "c"].map((id) =>
      witness(id, { claim: "", each: "on", reached: (s: Switches, i) => s.on[i] ?? false }),
    ),
    witness("last", { claim: "", reached: (s: Switches) => s.on[13] ?? false }),
    witness("all", { claim: "", reached: (s: Switches) => s.on.every((each) => each) }),
    witness("odd", { claim: "", reached: (s: Switches) => s.on.filter(Boolean).length % 2 === 1 }),
    witness("never", { claim: "", reached: (s: Switches) => s.on.length === 0 }),
  ],
});

test.each(["breadth-first", "depth-first"] as const)(
  "witnesses of a known count, %s",
  async (s) => {
    const verdict = await check(switches, { strategy: s });
    expect(verdict.states).toBe(2 ** 14);
    const counts = verdict.witnesses.map(({ property, states }) => [property, states]);
    expect(Object.fromEntries(counts)).toEqual({
      a: 2 ** 14 - 1,
      b: 2 ** 14 - 1,
      c: 2 ** 14 - 1,
      last: 2 ** 13,
      all: 1,
      odd: 2 ** 13,
      never: 0,
    });
    expect(verdict.witnesses.every(({ reached, states }) => reached === states > 0)).toBe(true);
  },
);

test("a search that was cut counts what it found, within the memory that it counts", async () => {
  const cut = await check(switches, { statesMax: 1000 });
  expect(cut.states).toBe(1000);
  expect(cut.witnesses[0]).toMatchObject({ property: "a", states: 999 });
  const bare = await check(switches, { properties: [] });
  const all = await check(switches);
  const perState = (all.statistics.memoryBytes - bare.statistics.memoryBytes) / all.states;
  expect(perState).toBeGreaterThan(8);
});
