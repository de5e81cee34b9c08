/** Wrapped tables live as long as somebody refers to them, and end once. */
import fc from "fast-check";
import { expect, test } from "vitest";
import * as wrappers from "../../../model/scatterlist/refcounted.ts";
import { faultOfLife, firstWrapperFault } from "./wrapper-checks.ts";

test("all short lives end well", () => {
  expect(firstWrapperFault(wrappers)).toBeNull();
});

test("any life ends well", () => {
  const life = fc.record({
    kind: fc.constantFrom("owned" as const, "embedded" as const),
    isFilled: fc.boolean(),
    deeds: fc.array(fc.constantFrom("get" as const, "put" as const, "unpopulate" as const)),
  });
  fc.assert(
    fc.property(life, (each) => {
      expect(faultOfLife(wrappers, each)).toBeNull();
    }),
  );
});
