/** Anything but plain JSON is refused, with the place where it stands. */
import { describe, expect, test } from "vitest";
import { action, type Kit } from "../../checker/system.ts";
import { acting, errorOf, plainState } from "../support/model-errors.ts";

class Vma {
  at = "idle";
}
const cycle: Record<string, unknown> = {};
cycle["self"] = cycle;
const sparse: number[] = [];
sparse[0] = 1;
sparse[2] = 3;

const cases: [string, unknown, string, string, string][] = [
  ["undefined", undefined, "undefined", "", "null where there is none"],
  ["a Map", new Map(), "a Map", "", "plain record"],
  ["a Set", new Set(), "a Set", "", "plain record"],
  ["a Date", new Date(0), "a Date", "", "plain record"],
  ["an instance of a class", new Vma(), "a Vma", "", "plain record"],
  ["a function", () => 1, "a function", "", "plain record"],
  ["a symbol", Symbol("at"), "a symbol", "", "plain record"],
  ["a symbol as key", { [Symbol("at")]: 1 }, "a symbol key", "", "plain record"],
  ["a big integer", 1n, "a bigint", "", "plain record"],
  ["NaN", Number.NaN, "NaN", "", "finite number"],
  ["Infinity", Infinity, "Infinity", "", "finite number"],
  ["an array with a hole", sparse, "undefined", "[1]", "null where there is none"],
];

describe.each(cases)("%s", (_, value, what, place, next) => {
  test("in the initial state", async () => {
    const error = await errorOf({ initial: { ...plainState(), record: { a: [0, { b: value }] } } });
    const where = `record.a[1].b${place}`;
    expect(error.seen).toBe(
      `The initial state holds ${what} in ${where}, which is not plain JSON.`,
    );
    expect(error.next).toContain(next);
    expect(error.next).toContain(where);
  });

  test("inside of a cell of a collection, left by an effect", async () => {
    const error = await errorOf(acting((s) => void (s["vmas"][1].at = [value])));
    expect(error.seen).toContain(`The effect of Act(0) leaves ${what} in vmas:1.at[0]${place}`);
  });

  test("as a whole cell, left by an effect", async () => {
    const error = await errorOf(acting((s) => void (s["flag"] = value)));
    expect(error.seen).toContain(`The effect of Act(0) leaves ${what} in flag${place}`);
  });

  test("as a choice of an action", async () => {
    const choices = [0, value] as number[];
    const error = await errorOf({ actions: [action("Act", { choices, effect: () => {} })] });
    expect(error.seen).toContain(`The action Act has ${what} in choices[1]${place}`);
  });

  test("as an alternative of k.choose", async () => {
    const effect = (_s: unknown, _c: number, k: Kit): void => void k.choose([1, value] as number[]);
    const error = await errorOf(acting(effect));
    expect(error.seen).toContain(`The effect of Act(0) offers ${what} in k.choose${place}`);
  });
});

test("a cycle in the initial state, left by an effect, or made of drafts", async () => {
  const initial = await errorOf({ initial: { ...plainState(), record: cycle } });
  expect(initial.seen).toBe("The initial state holds a cycle in record, which is not plain JSON.");
  expect(initial.next).toContain("ref(");
  const left = await errorOf(acting((s) => void (s["record"].self = cycle)));
  expect(left.seen).toContain("leaves a cycle in record");
  const drafts = await errorOf(acting((s) => void (s["record"].self = s["record"])));
  expect(drafts.seen).toContain("leaves a cycle in record");
});
