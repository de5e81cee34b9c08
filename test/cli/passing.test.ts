/** Frames that stand before a dropped step, and what they are taken for. */
import { expect, test } from "vitest";
import { passing } from "../../cli/mutation/passing.ts";
import type { Json } from "../../checker/json.ts";

const frame = (procedure: string, at: string | null, more: object = {}): Json =>
  ({ procedure, at, local: {}, ...more }) as Json;
const process = (...stack: Json[]): Json => ({ stack, signalling: false });

const dropped = { procedure: "b", at: "x" };

test("who stands before the step stands before the next one, wherever in the stack", () => {
  const rename = passing(dropped, "y");
  expect(rename(process(frame("b", "x"), frame("c", "x")))).toEqual(
    process(frame("b", "y"), frame("c", "x")),
  );
  expect(rename(process(frame("a", "x")))).toEqual(process(frame("a", "x")));
  expect(rename({ at: "x" })).toEqual({ at: "x" });
});

test("behind the last step, the procedure has returned 0", () => {
  const rename = passing(dropped, null);
  const caller = frame("a", "p");
  expect(rename(process(caller, frame("b", "x")))).toEqual(
    process(frame("a", "p", { returned: 0 })),
  );
  expect(rename(process(caller, frame("a", null), frame("b", "x")))).toEqual(
    process(frame("a", "p", { returned: 0 })),
  );
  expect(rename(process(frame("b", "x")))).toBeNull();
});

test("a caller that only waits for its callee returns with it", () => {
  const rename = passing(dropped, null);
  expect(rename(process(frame("b", "x"), frame("c", "q")))).toEqual(
    process(frame("b", null), frame("c", "q")),
  );
});
