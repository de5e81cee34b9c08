/** Explanations are of mutants that can exist, each of one. */
import { expect, test } from "vitest";
import { mutantsOf } from "../../model/mutants.ts";
import { procedures } from "../../model/registry.ts";
import { explanations } from "../../model/survivors/index.ts";
import { mutationPoints, newDeeds, type StepDeeds } from "../../model/machine/probe.ts";

/** As if every step did everything a few times. */
function everything(): Map<string, StepDeeds> {
  const points = new Map(mutationPoints.map((point) => [point, 9] as const));
  const deeds = { ...newDeeds(), points, failed: true, succeeded: true };
  return new Map(
    procedures.flatMap(({ name, steps }) =>
      steps.map(({ label }): [string, StepDeeds] => [`${name}: ${label}`, deeds]),
    ),
  );
}

const named = Object.values(explanations).flatMap((all) => all.flatMap(({ mutants }) => mutants));

test("each names a mutant of a step that there is", () => {
  const deeds = everything();
  const known = new Set(procedures.flatMap((each) => mutantsOf(each, deeds)).map(({ id }) => id));
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});

test("no mutant is explained twice", () => {
  expect(named.filter((id, index) => named.indexOf(id) !== index)).toEqual([]);
});
