/**
 * Every scenario, explored whole with every spec: verdict, exact counts and the witnesses that it
 * misses. Along the way each step that runs is noted, so that a procedure of dead text would be
 * found.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { AnyProcedure, Step } from "../../model/machine/procedure.ts";
import { procedures, scenarios } from "../../model/registry.ts";
import { specs } from "../../specs/index.ts";

const properties = specs.flatMap(({ property, witness }) => [property, witness]);

type AnyStep = AnyProcedure["steps"][number];
const everyStep = procedures.flatMap((procedure) =>
  procedure.steps.map((step) => ({ name: `${procedure.name}: ${step.label}`, step })),
);
const hasRun = new Set<AnyStep>();
const shown = new Set<string>();
const originals = new Map<AnyStep, AnyStep>();

beforeAll(() => {
  for (const { step } of everyStep) {
    const original = { ...step };
    originals.set(step, original);
    const run: Step<object, unknown>["run"] = (k) => {
      hasRun.add(step);
      return original.run(k);
    };
    Object.assign(step, { run });
  }
});

afterAll(() => {
  for (const [step, original] of originals) Object.assign(step, original);
});

const quick = scenarios.filter(({ bounds }) => bounds === "quick");

describe.each(quick)("$name", (scenario) => {
  test("yields the verdict and the counts that it declares", { timeout: 120_000 }, async () => {
    const { expected, shows } = scenario;
    if (expected === null) throw new Error(`${scenario.name} declares nothing`);
    const verdict = await check(scenario.build({ patches: [], without: [], properties }));
    const { outcome, states, transitions, depth } = verdict;
    const { finding, ...counts } = expected;
    expect({ outcome, states, transitions, depth }).toEqual(counts);
    expect(verdict.violations.length > 0).toBe(finding !== null);
    const reached = verdict.witnesses.filter((each) => each.reached).map((each) => each.property);
    expect(reached).toEqual(expect.arrayContaining([...shows]));
    for (const each of reached) shown.add(each);
  });
});

test("every step of every procedure runs in some scenario, but for these", () => {
  const idle = everyStep.filter(({ step }) => !hasRun.has(step)).map(({ name }) => name);
  expect(idle).toEqual([]);
});

test("every witness is reached by some scenario", () => {
  expect(specs.map(({ witness }) => witness.id).filter((id) => !shown.has(id))).toEqual([]);
});
