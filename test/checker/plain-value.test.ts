/** Canonical texts and frozen copies of plain JSON; the rest is in plain-json.test.ts. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../checker/json.ts";
import { canonicalText, frozenCopy, heapBytesOf, NotPlain } from "../../checker/plain-value.ts";
import { textOf } from "../support/oracle.ts";

const values = fc.jsonValue() as fc.Arbitrary<Json>;

function turnedRound(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(turnedRound);
  const entries = Object.entries(value).map(([key, inner]) => [key, turnedRound(inner)]);
  return Object.fromEntries(entries.toReversed()) as Json;
}

test("two values share a text exactly when they are equal, whatever the order of keys", () => {
  fc.assert(
    fc.property(values, values, (one, other) => {
      expect(canonicalText(turnedRound(one))).toBe(canonicalText(one));
      const same =
        textOf(JSON.parse(JSON.stringify(one))) === textOf(JSON.parse(JSON.stringify(other)));
      expect(canonicalText(one) === canonicalText(other)).toBe(same);
      expect(JSON.parse(canonicalText(one))).toEqual(JSON.parse(JSON.stringify(one)));
    }),
  );
});

test.each([
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [-0, 0, true],
  [[-0], [0], true],
  ["1", 1, false],
  ["null", null, false],
  [[], {}, false],
  [[1, 2], [2, 1], false],
  [{ a: [1] }, { a: { 0: 1 } }, false],
  [["a,b"], ["a", "b"], false],
  [{ "a:1,b": 2 }, { a: 1, b: 2 }, false],
])("%j and %j: equal is %j", (one, other, equal) => {
  expect(canonicalText(one) === canonicalText(other)).toBe(equal);
});

test("a frozen copy is equal, shares nothing, and has no negative zero", () => {
  fc.assert(
    fc.property(values, (value) => {
      const copy = frozenCopy(value);
      expect(canonicalText(copy)).toBe(canonicalText(value));
      expectApart(copy, value);
      expect(heapBytesOf(copy)).toBeGreaterThan(0);
    }),
  );
  expect(Object.is(frozenCopy(-0), 0)).toBe(true);
  expect(Object.is((frozenCopy([-0]) as number[])[0], 0)).toBe(true);
});

function expectApart(copy: Json, value: Json): void {
  if (typeof copy !== "object" || copy === null) return;
  expect(Object.isFrozen(copy)).toBe(true);
  expect(copy).not.toBe(value);
  for (const [key, inner] of Object.entries(copy) as [string, Json][]) {
    expectApart(inner, (value as Readonly<Record<string, Json>>)[key] as Json);
  }
}

test("a value that is nested deeply is plain, one that never ends is not", () => {
  let deep: Json = 0;
  for (let level = 0; level < 150; level++) deep = [deep];
  expect(canonicalText(deep)).toHaveLength(301);
  const endless: unknown[] = [];
  endless.push(endless);
  expect(() => canonicalText(endless)).toThrow(NotPlain);
});
