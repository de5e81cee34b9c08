/**
 * Walks the recipes of CONTRIBUTING.md: they are short, in order, and name files and symbols that
 * exist.
 */
import { expect, test } from "vitest";
import { exists, read } from "./repository.ts";

const stepsMax = 6;

interface Recipe {
  readonly title: string;
  readonly steps: readonly string[];
  /** Files and folders that the steps name. */
  readonly paths: readonly string[];
}

const recipes: readonly Recipe[] = read("CONTRIBUTING.md")
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [title = "", ...body] = section.split("\n");
    const steps = body
      .join("\n")
      .split(/^(?=\d+\. )/m)
      .filter((part) => /^\d+\. /.test(part));
    const paths = [...section.matchAll(/`([\w-]+\/[\w./-]*|[A-Z]+\.md)`/g)].map(
      ([, path = ""]) => path,
    );
    return { title, steps, paths };
  });

test("there is a recipe for each thing that people add", () => {
  expect(recipes.map(({ title }) => title)).toEqual([
    "Add an invariant",
    "Add a step",
    "Add a scenario",
    "Add a patch",
    "Add a search strategy",
  ]);
});

test.each(recipes)(`$title: at most ${stepsMax} steps, numbered from 1`, ({ steps }) => {
  const numbers = steps.map((step) => Number.parseInt(step, 10));
  expect(numbers).toEqual(steps.map((_, index) => index + 1));
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.length).toBeLessThanOrEqual(stepsMax);
});

test.each(recipes)("$title: every file that it names is there", ({ paths }) => {
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !exists(path))).toEqual([]);
});

test.each(recipes)("$title: ends by running the whole check", ({ steps }) => {
  expect(steps.slice(-2).join(" ")).toContain("`npm test`");
});

test("the symbols that the recipes name are where they say", () => {
  expect(read("checker/verdict.ts")).toContain("export type Strategy");
  expect(read("checker/properties.ts")).toMatch(/\beach\b/);
  expect(read("model/scenario.ts")).toMatch(/\bexpected\b/);
  expect(read("model/machine/procedure.ts")).toContain("export function step");
  for (const list of ["scenarios", "patches"]) expect(read("model/registry.ts")).toContain(list);
});
