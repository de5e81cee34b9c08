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
const statesMax = 2_500;
/**
 * Those that differ with reason. C8-bulk: what is merged there is one section under the lock of the
 * LRU, which is not modelled. C7-close: apart, the finding F21 shows in it too, between the signal
 * of an unbind and the last look at its address space. driver-does-not-pin: apart, another property
 * sees a part of what is wrong before the whole is. interrupted-cleanup-is-no-error: a property of
 * steps compares what is before and after a transition, which is a part of it when taken apart.
 */
const different = [
  "C8-bulk",
  "C7-close",
  "C12-map-pinned, driver-does-not-pin",
  "C8-dying, interrupted-cleanup-is-no-error",
];
const small = scenarios.filter(
  ({ name, expected }) =>
    expected?.outcome === "holds" && expected.states <= statesMax && !different.includes(name),
);
const cases = small
  .flatMap((scenario) => [
    { name: scenario.name, scenario, applied: [] },
    ...patches
      .filter((patch) => patch.scenario === scenario.name)
      .map((patch) => ({ name: `${scenario.name}, ${patch.id}`, scenario, applied: [patch] })),
  ])
  .filter(({ name }) => !different.includes(name));

test.each(cases)("$name: the same without merging", { timeout: 120_000 }, async (each) => {
  const found = async (unmerged: boolean) => {
    const parts = { patches: each.applied, without: [], properties, unmerged };
    const verdict = await check(each.scenario.build(parts), { verifyPurity: false });
    const { outcome, violations, witnesses } = verdict;
    const reached = outcome === "holds" ? witnesses.filter((witness) => witness.reached) : [];
    return {
      judged: { outcome, violated: violations.map(({ property }) => property) },
      reached: reached.map(({ property }) => property),
    };
  };
  const [apart, merged] = [await found(true), await found(false)];
  expect(apart.judged).toEqual(merged.judged);
  // Apart, there are more states for a witness to show in.
  expect(apart.reached).toEqual(expect.arrayContaining(merged.reached));
});
