/** Every spec can fail, and no misuse that a primitive finds goes unreported. */
import { expect, test } from "vitest";
import { faultKinds, type Fault } from "../../model/machine/faults.ts";
import { patches } from "../../model/registry.ts";
import { specs } from "../../specs/index.ts";
import { freshState } from "../model/machine-for-tests.ts";

test("every spec is broken by patches that name it", () => {
  for (const { property, brokenBy } of specs) {
    const naming = patches.filter(({ caughtBy }) => caughtBy === property.id).map(({ id }) => id);
    expect({ [property.id]: naming.toSorted() }).toEqual({ [property.id]: brokenBy.toSorted() });
  }
  expect(specs.filter(({ brokenBy }) => brokenBy.length === 0)).toEqual([]);
});

test("every kind of fault violates a spec", () => {
  for (const kind of faultKinds) {
    const fault: Fault = { kind, cell: "vms:0", process: "processes:0", what: "is misused" };
    const state = { ...freshState(), fault };
    const violated = specs.filter(
      ({ property }) => property.kind === "invariant" && !property.holds(state, 0),
    );
    expect({ kind, violated: violated.length }).toEqual({ kind, violated: 1 });
  }
});

test("every claim cites its source, and ids are unique", () => {
  const ids = specs.flatMap(({ property, witness }) => [property.id, witness.id]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { property } of specs) expect(property.source).toMatch(/^driver\.md/);
});
