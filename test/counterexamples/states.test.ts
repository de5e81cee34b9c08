/** States that are made of changes are those that the recipes lead to. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../checker/json.ts";
import { changesOf, PlainRun, type State } from "../../counterexamples/plain-run.ts";
import { statesOf } from "../../counterexamples/states.ts";
import { archived, readTrace } from "../archive.ts";
import { systemOf } from "../../specs/system-of.ts";

const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, 7, "a", "b c"),
  fc.integer(),
);
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", 'odd "name"', "x.y"), tie("value"), { maxKeys: 3 }),
  ),
}));
const state = fc.record({ one: value, many: fc.array(value, { minLength: 2, maxLength: 2 }) });

test("changes lead from any state to any other", () => {
  fc.assert(
    fc.property(state, state, (before, after) => {
      const changes = changesOf(before as State, after as State);
      const step = { changes } as never;
      expect(statesOf({ initial: before as Json, steps: [step] }).at(-1)).toEqual(after);
    }),
    { numRuns: 2000 },
  );
});

test("those of an archived trace are those of its replay", () => {
  const [file = ""] = [...archived.keys()].filter((name) => name.startsWith("O11"));
  const trace = readTrace(file);
  const run = new PlainRun(systemOf(trace));
  let now = trace.initial as State;
  const states = [now];
  for (const step of trace.steps) {
    now = run.take(now, step)?.after ?? now;
    states.push(now);
  }
  expect(statesOf(trace)).toEqual(states);
});
