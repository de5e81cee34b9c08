/** What the tests rest on: recipes are verified to be pure, and random values can be repeated. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { ModelError } from "../../checker/model-error.ts";
import { action, system } from "../../checker/system.ts";

test("an impure recipe is found without asking for it", async () => {
  let calls = 0;
  const impure = system({
    name: "impure",
    initial: { count: 0 },
    actions: [
      action("count", {
        guard: (s: { count: number }) => s.count < 5,
        effect: (s) => {
          calls++;
          s.count = Math.min(5, s.count + 1 + (calls % 2));
        },
      }),
    ],
  });
  await expect(check(impure)).rejects.toThrow(ModelError);
});

test("with CI set, random values are the same in every run", () => {
  const { seed } = fc.readConfigureGlobal();
  expect(seed).toBe(process.env["CI"] === undefined ? undefined : 20_211_101);
});
