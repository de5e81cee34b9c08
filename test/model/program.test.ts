/** Procedures run as they are written, and patches change exactly what they name. */
import { describe, expect, test } from "vitest";
import { citationOf, follows, procedure, step } from "../../model/machine/procedure.ts";
import type { Edit } from "../../model/machine/patch.ts";
import { loadProgram } from "../../model/machine/program.ts";
import { freshState, runOnce } from "./machine-for-tests.ts";

/** Three steps that write what they are called into the handles; the first may jump. */
const say = (text: string) =>
  step<object, unknown>(text, (k) => void k.state.handles.push(text as never));
const text = procedure("f", "driver.md 6.7; i915_vma.c", [say("one"), say("two"), say("three")]);

/** What the procedure says, run to its end. */
function said(edits: readonly Edit[], transitionsMax: number = 10): string[] {
  const state = freshState();
  state.handles = [];
  for (let left = transitionsMax; left > 0; left--) {
    runOnce(state, [text], edits);
    if (state.processes[0] === null) break;
  }
  return state.handles as unknown as string[];
}

describe("a patch", () => {
  test("removes, replaces, inserts and swaps steps", () => {
    expect(said([])).toEqual(["one", "two", "three"]);
    expect(said([{ remove: "f:two" }])).toEqual(["one", "three"]);
    expect(said([{ replace: "f:two", by: [say("2"), say("2b")] }])).toEqual([
      "one",
      "2",
      "2b",
      "three",
    ]);
    expect(said([{ before: "f:one", insert: [say("zero")] }])).toEqual([
      "zero",
      "one",
      "two",
      "three",
    ]);
    expect(said([{ after: "f:three", insert: [say("four")] }])).toEqual([
      "one",
      "two",
      "three",
      "four",
    ]);
    expect(said([{ swap: ["f:one", "f:three"] }])).toEqual(["three", "two", "one"]);
  });

  test("joins a step to the one before, and lets two do each other's work", () => {
    expect(said([{ join: "f:two" }], 1)).toEqual(["one", "two"]);
    const both = [{ join: "f:two" }, { exchange: ["f:one", "f:two"] }] as const;
    expect(said(both, 1)).toEqual(["two", "one"]);
    // A jump to a label finds what is done there now.
    const jumping = procedure("f", "driver.md 1; a test", [
      step("start", (k) => k.goto("one")),
      ...text.steps,
    ]);
    const { steps } = loadProgram([jumping], both).get("f") ?? {};
    expect(steps?.get("one")?.next).toBe("two");
  });

  test("that names an unknown procedure or step is told the nearest name", () => {
    expect(() => loadProgram([text], [{ remove: "g:two" }])).toThrow('There is no procedure "g"');
    expect(() => loadProgram([text], [{ remove: "f:tow" }])).toThrow('did you mean "two"?');
    expect(() => loadProgram([text], [], ["f two"])).toThrow("the colon");
    expect(() => loadProgram([text], [{ remove: "f:two" }], ["f:two"])).toThrow("no step");
  });

  test("cannot give a procedure two steps of one label", () => {
    expect(() => loadProgram([text], [{ after: "f:one", insert: [say("three")] }])).toThrow(
      'a second step labelled "three"',
    );
  });

  test("may replace a step by one of the same label", () => {
    expect(said([{ replace: "f:two", by: [say("two")] }])).toEqual(["one", "two", "three"]);
  });
});

test("a jump to a removed step leads to what stands in its place", () => {
  const jumping = procedure("j", "driver.md 1; a test", [
    step("start", (k) => k.goto("gone")),
    say("skipped"),
    say("gone"),
    say("end"),
  ]);
  const state = freshState();
  state.handles = [];
  while (state.processes[0] !== null) runOnce(state, [jumping], [{ remove: "j:gone" }]);
  expect(state.handles).toEqual(["end"]);
});

test("calls and steps that follow cost no transition of their own", () => {
  const callee = procedure<object, number>("callee", "driver.md 1; a test", [
    step("answer", (k) => {
      k.state.handles.push("answered" as never);
      return k.ret(42);
    }),
  ]);
  const caller = procedure("caller", "driver.md 1; a test", [
    step("call", (k) => k.call(callee, {})),
    follows("take the result", (k) => void k.state.handles.push(k.resultOf(callee) as never)),
    say("apart"),
  ]);
  const state = freshState();
  state.handles = [];
  runOnce(state, [caller, callee]);
  expect(state.handles).toEqual(["answered", 42]);
});

test("a local that nobody has set is a NULL pointer", () => {
  const state = freshState();
  const wrong = procedure<{ fence?: string }, 0>("w", "driver.md 1; a test", [
    step("use it", (k) => void k.got("fence")),
  ]);
  runOnce(state, [wrong]);
  expect(state.fault).toMatchObject({ kind: "null-pointer", cell: "w.fence" });
});

test("the citation of a step names section, row, file and function", () => {
  expect(citationOf(text, "U3")).toBe("driver.md 6.7 U3; i915_vma.c f()");
  expect(citationOf(text, null)).toBe("driver.md 6.7; i915_vma.c f()");
});

test("a loop that touches nothing is a broken model", () => {
  const spin = procedure("spin", "driver.md 1; a test", [step("again", (k) => k.goto("again"))]);
  expect(() => runOnce(freshState(), [spin])).toThrow("touch nothing but their own locals");
});
