/** What a smaller scenario violates, the driver does: users who do less do nothing wrong by it. */
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { operationDrops } from "../../counterexamples/minimise/family.ts";
import { scenarios } from "../../model/registry.ts";
import type { Scenario } from "../../model/scenario.ts";
import { specs } from "../../specs/index.ts";

const properties = specs.map(({ property }) => property);

/** Findings that a scenario stays clear of by an operation, by what is violated without it. */
const findings: Readonly<Record<string, string>> = {
  "wakerefs-cover-the-ggtt": "F14 and F15: the GGTT is written while the device sleeps",
  "no-operation-fails-without-cause": "F16: a bound view blocks moves",
};

/** Scenarios that make no sense without some operations, which nothing in these tells. */
const senseless: readonly { name: string; lacks: readonly string[]; why: string }[] = [
  { name: "C7-pinned", lacks: ["1.1"], why: "nobody is left who retires what the unpin waits for" },
  { name: "C10-relocate-pins", lacks: ["2.1"], why: "it pins for good what another unbinds" },
];

const held = scenarios.filter(
  ({ bounds, expected }) => bounds === "quick" && expected?.outcome === "holds",
);

function smallerThan({ parts, isSensible }: Scenario): string[][] {
  const operations = parts.flatMap(({ id, operation }) => (operation === null ? [] : [id]));
  return operationDrops({ operations, isSensible }, 512) ?? [];
}

test.each(held)("scenarios smaller than $name hold", { timeout: 300_000 }, async (scenario) => {
  const violated: string[] = [];
  for (const drop of smallerThan(scenario)) {
    const isExcused = senseless.some(
      ({ name, lacks }) => name === scenario.name && lacks.every((id) => drop.includes(id)),
    );
    if (isExcused) continue;
    const system = scenario.build({ patches: [], without: [], drop, properties });
    const { violations } = await check(system, { statesMax: 20_000 });
    const unknown = violations.filter(({ property }) => findings[property] === undefined);
    violated.push(...unknown.map(({ property }) => `without ${drop.join(" ")}: ${property}`));
  }
  expect(violated).toEqual([]);
});

test.each(senseless)("$name without $lacks is violated: $why", async ({ name, lacks }) => {
  const scenario = scenarios.find((each) => each.name === name);
  if (scenario === undefined) throw new Error(`there is no ${name}`);
  const system = scenario.build({ patches: [], without: [], drop: lacks, properties });
  expect((await check(system)).outcome).toBe("violated");
});
