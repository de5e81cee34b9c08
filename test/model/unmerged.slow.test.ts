/**
 * Steps that follow others run in one transition with them. That is a reduction, so it must agree
 * with the search in which every step is a transition of its own.
 */
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { patches, scenarios } from "../../model/registry.ts";
import { specs } from "../../specs/index.ts";

const properties = specs.flatMap(({ property, witness }) => [property, witness]);

/** Scenarios that have more states, merged, take too long apart; so do those with a finding. */
const statesMax = 6_500;
const small = scenarios.filter(
  ({ expected }) => expected?.outcome === "holds" && expected.states <= statesMax,
);
const cases = small.flatMap((scenario) => [
  { name: scenario.name, scenario, applied: [] },
  ...patches
    .filter((patch) => patch.scenario === scenario.name)
    .map((patch) => ({ name: `${scenario.name}, ${patch.id}`, scenario, applied: [patch] })),
]);

test.each(cases)("$name: the same without merging", { timeout: 120_000 }, async (each) => {
  const found = async (unmerged: boolean): Promise<object> => {
    const parts = { patches: each.applied, without: [], properties, unmerged };
    const verdict = await check(each.scenario.build(parts), { verifyPurity: false });
    const { outcome, violations, witnesses } = verdict;
    const reached = outcome === "holds" ? witnesses.filter((witness) => witness.reached) : [];
    return {
      outcome,
      violated: violations.map(({ property }) => property),
      reached: reached.map(({ property }) => property),
    };
  };
  expect(await found(true)).toEqual(await found(false));
});
