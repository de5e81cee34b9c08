/** What a smaller scenario violates, the driver does: users who do less do nothing wrong by it. */
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { scenarios } from "../../model/registry.ts";
import { specs } from "../../specs/index.ts";

const properties = specs.map(({ property }) => property);

/** Findings that a scenario stays clear of by an operation, by what is violated without it. */
const findings: Readonly<Record<string, string>> = {
  "wakerefs-cover-the-ggtt": "F14 and F15: the GGTT is written while the device sleeps",
  "no-operation-fails-without-cause": "F16: a bound view blocks moves",
};

/** Scenarios that make no sense without an operation, which nothing in their operations tells. */
const senseless: Readonly<Record<string, string>> = {
  "C7-pinned 1.1": "the context is unpinned once its requests have retired, for which it waits",
  "C10-relocate-pins 2.1": "it pins for good what another thread unbinds",
};

const held = scenarios.filter(
  ({ bounds, expected }) => bounds === "quick" && expected?.outcome === "holds",
);
const cases = held.flatMap((scenario) =>
  scenario.parts.flatMap(({ id, operation }) =>
    operation !== null && scenario.isSensible([id]) ? [{ scenario, id, operation }] : [],
  ),
);

test.each(cases)("$scenario.name without $id ($operation) holds", async ({ scenario, id }) => {
  const system = scenario.build({ patches: [], without: [], drop: [id], properties });
  const { violations } = await check(system, { statesMax: 30_000 });
  const unknown = violations.filter(({ property }) => findings[property] === undefined);
  const isExcused = senseless[`${scenario.name} ${id}`] !== undefined;
  expect(unknown.map(({ property }) => property).length > 0).toBe(isExcused);
});
