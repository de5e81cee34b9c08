/** Every scenario at standard bounds, explored whole with every spec. */
import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { scenarios } from "../../model/registry.ts";
import { specs } from "../../specs/index.ts";

const properties = specs.flatMap(({ property, witness }) => [property, witness]);
const standard = scenarios.filter(({ bounds }) => bounds === "standard");

describe.each(standard)("$name", (scenario) => {
  test("yields the verdict and the counts that it declares", { timeout: 900_000 }, async () => {
    const { expected, shows } = scenario;
    if (expected === null) throw new Error(`${scenario.name} declares nothing`);
    const system = scenario.build({ patches: [], without: [], properties });
    const verdict = await check(system, { verifyPurity: false, memoryBytesMax: 4 * 2 ** 30 });
    const { outcome, states, transitions, depth } = verdict;
    const { finding, ...counts } = expected;
    expect({ outcome, states, transitions, depth }).toEqual(counts);
    expect(verdict.violations.length > 0).toBe(finding !== null);
    const reached = verdict.witnesses.filter((each) => each.reached).map((each) => each.property);
    expect(reached).toEqual(expect.arrayContaining([...shows]));
  });
});
