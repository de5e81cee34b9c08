/** Every file of examples/ exports a small system by default: what `drmcheck check FILE` runs. */
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { System } from "../../checker/system.ts";

const directory = new URL("../../examples/", import.meta.url);
const files = readdirSync(directory).filter((name) => name.endsWith(".ts"));

/** The examples that exist for their counterexample, and the property that it violates. */
const violated: Record<string, string> = {
  "die-hard.ts": "unsolvable",
  "dining-philosophers.ts": "deadlock",
  "increment-race.ts": "noLostIncrement",
  "pancake-sorting.ts": "unsorted",
  "tower-of-hanoi.ts": "unsolvable",
};

const load = async (file: string): Promise<System> => {
  const loaded = (await import(new URL(file, directory).href)) as { default: System };
  return loaded.default;
};

test("the table names files that exist", () => {
  expect(files).toEqual(expect.arrayContaining(Object.keys(violated)));
});

test.each(files)("%s ends as its page says, and its recipes are pure", async (file) => {
  const verdict = await check(await load(file), { verifyPurity: true });
  const properties = file in violated ? [violated[file]] : [];
  expect(verdict.violations.map((each) => each.property)).toEqual(properties);
  expect(verdict.outcome).toBe(file in violated ? "violated" : "holds");
});

test.each(files)("%s has no action that never happens", async (file) => {
  const verdict = await check(await load(file), { properties: [] });
  expect(verdict.coverage.filter((each) => each.never)).toEqual([]);
});
