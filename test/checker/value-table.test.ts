/** Values are numbered by what they are as JSON, as canonical texts tell them apart. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalText, NotPlain } from "../../checker/plain-value.ts";
import { Parts, ValueTable } from "../../checker/value-table.ts";

function turnedRound(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(turnedRound);
  const entries = Object.entries(value).map(([key, inner]) => [key, turnedRound(inner)]);
  return Object.fromEntries(entries.toReversed());
}

test("two values share a number exactly when they share a canonical text", () => {
  const small = fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom("a", "0") });
  fc.assert(
    fc.property(fc.array(fc.oneof(small, fc.jsonValue()), { maxLength: 40 }), (values) => {
      const table = new ValueTable(new Parts());
      const texts: string[] = [];
      for (const value of values) {
        const text = canonicalText(value);
        if (!texts.includes(text)) texts.push(text);
        const number = texts.indexOf(text);
        expect(table.numberOf(value)).toBe(number);
        expect(table.numberOf(turnedRound(value))).toBe(number);
        expect(table.numberOf(table.values[number])).toBe(number);
      }
      expect(table.values.map((value) => canonicalText(value))).toEqual(texts);
    }),
  );
});

describe("what is not plain is refused beside the value that it looks like", () => {
  class Vma {
    at = "idle";
  }
  const likes: [string, unknown, unknown][] = [
    ["a class instance", { at: "idle" }, new Vma()],
    ["a symbol as key", { at: "idle" }, { at: "idle", [Symbol("at")]: 1 }],
    ["a key that is undefined", {}, { at: undefined }],
    ["an inherited key", { a: 1 }, { constructor: Object }],
    ["a prototype as record", JSON.parse('{"__proto__":{}}'), Object.create({ a: 1 })],
    ["a hole", [null], Array.from({ length: 1 })],
    ["NaN", null, Number.NaN],
    ["a date", new Date(0).toJSON(), new Date(0)],
    ["a big integer", 1, 1n],
  ];
  test.each(likes)("%s", (_, plain, odd) => {
    const table = new ValueTable(new Parts());
    expect(table.numberOf(plain)).toBe(0);
    expect(() => table.numberOf(odd)).toThrow(NotPlain);
    expect(() => table.numberOf([odd])).toThrow(NotPlain);
    expect(table.numberOf(plain)).toBe(0);
    expect(table.values).toHaveLength(1);
  });
});

test("null, false and a list are not the same as what they come near to", () => {
  const table = new ValueTable(new Parts());
  const apart = [null, false, true, 0, 1, "", "0", [], {}, [[]], [{}], [0], ["0"], { 0: 0 }, 0.5];
  expect(apart.map((value) => table.numberOf(value))).toEqual([...apart.keys()]);
  expect(table.numberOf(-0)).toBe(3);
});
