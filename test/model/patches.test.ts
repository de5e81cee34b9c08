/** Every patch shows in the scenario that it names, and is caught by the property that it names. */
import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { patches, scenarios } from "../../model/registry.ts";
import { specs } from "../../specs/index.ts";

const properties = specs.map(({ property }) => property);

describe.each(patches)("$id", (patch) => {
  test("is caught first by its property", { timeout: 60_000 }, async () => {
    const scenario = scenarios.find(({ name }) => name === patch.scenario);
    if (scenario === undefined) throw new Error(`no scenario is called ${patch.scenario}`);
    const verdict = await check(scenario.build({ patches: [patch], without: [], properties }));
    const caught = verdict.violations.find(({ property }) => property === patch.caughtBy);
    expect(verdict.violations.map(({ property }) => property)).toContain(patch.caughtBy);
    expect(caught?.trace.steps.length).toBe(patch.depth);
  });
});

test("patches are named by id or bug, and no two share a name", () => {
  const names = patches.flatMap(({ id, bug }) => (bug === null ? [id] : [id, bug]));
  expect(new Set(names).size).toBe(names.length);
});

test("a published bug says when it was published, and nothing else does", () => {
  const wrong = patches.filter(({ bug, year }) => (bug === null) !== (year === null));
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test("dropping a step by name works as a patch does", async () => {
  const scenario = scenarios.find(({ name }) => name === "C1-move");
  const without = ["i915_vma_unbind_async:reserve two fence slots"];
  const system = scenario?.build({ patches: [], without, properties });
  expect(system).toBeDefined();
  if (system === undefined) return;
  const { violations } = await check(system);
  expect(violations.map(({ property }) => property)).toEqual(["fence-slots-are-reserved"]);
});
