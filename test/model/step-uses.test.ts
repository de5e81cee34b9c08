/** What becomes of steps is noted exactly: which ran to their end, and which had to wait. */
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { system } from "../../checker/system.ts";
import { follows, procedure, step, type AnyProcedure } from "../../model/machine/procedure.ts";
import { slotsFor } from "../../model/initial-state.ts";
import { loadProgram } from "../../model/machine/program.ts";
import { runAction } from "../../model/machine/run.ts";
import { stepUsesOf, type StepUse } from "../../model/machine/step-uses.ts";
import { scenarios } from "../../model/registry.ts";
import type { DriverState } from "../../model/state.ts";
import { freshState } from "./machine-for-tests.ts";

/** Explores a thread that runs the first of `procedures`; yields what became of their steps. */
async function usesIn(procedures: readonly AnyProcedure[]): Promise<readonly StepUse[]> {
  const program = loadProgram(procedures, []);
  const [first] = procedures;
  if (first === undefined) return [];
  const initial = freshState();
  const at = program.get(first.name)?.entry ?? null;
  initial.processes[0] = {
    stack: [{ procedure: first.name, at, local: {} }],
    signalling: false,
  };
  const actions = [runAction(program, slotsFor({ threads: [[]] }))];
  const verdict = await check(system<DriverState>({ name: "steps", initial, actions }));
  expect(verdict.outcome).toBe("holds");
  return stepUsesOf(actions);
}

const say = (text: string, define = step) =>
  define<object, unknown>(text, (k) => void k.state.injections.taken.push(text as never));

test("steps that run, also those that follow others or touch nothing", async () => {
  const f = procedure("f", "driver.md 1; a test", [
    step("touch nothing", () => {}),
    say("one"),
    say("behind it", follows),
    step("leave", (k) => k.ret(0)),
    say("unreached"),
  ]);
  const uses = await usesIn([f]);
  expect(uses.map(({ label, ran }) => [label, ran])).toEqual([
    ["touch nothing", true],
    ["one", true],
    ["behind it", true],
    ["leave", true],
    ["unreached", false],
  ]);
});

test("a step that waits keeps those before it in its transition from having run", async () => {
  const f = procedure("f", "driver.md 1; a test", [
    say("one"),
    say("two"),
    follows("wait for ever", (k) => (k.state.injections.taken.length > 9 ? undefined : k.wait())),
    say("unreached"),
  ]);
  const uses = await usesIn([f]);
  expect(uses.map(({ label, ran, waited, canWait }) => [label, ran, waited, canWait])).toEqual([
    ["one", true, false, false],
    ["two", false, false, false],
    ["wait for ever", false, true, true],
    ["unreached", false, false, false],
  ]);
});

test("a guard that never has to wait is known for one", async () => {
  const f = procedure("f", "driver.md 1; a test", [
    say("one"),
    step("wait", (k) => (k.state.injections.taken.length > 0 ? undefined : k.wait())),
  ]);
  const [, guard] = await usesIn([f]);
  expect(guard).toMatchObject({ label: "wait", ran: true, waited: false, canWait: true });
});

const cheap = [
  "C1-rebind",
  "C1-sync",
  "C1-nowait",
  "C1-two-moves-memory",
  "C8-evict",
  "C9-fault-move",
  "C10-fault-local",
  "C10-job",
];

test.each(cheap)("every step that waits in %s is known to", { timeout: 120_000 }, async (name) => {
  const scenario = scenarios.find((each) => each.name === name);
  const built = scenario?.build({ patches: [], without: [], properties: [] });
  if (built === undefined) throw new Error(`no scenario is called ${name}`);
  await check(built);
  const unknown = stepUsesOf(built.actions).filter(({ waited, canWait }) => waited && !canWait);
  expect(unknown.map(({ procedure: of, label }) => `${of}: ${label}`)).toEqual([]);
});

test("actions that run no program have no steps", () => {
  expect(stepUsesOf([{}])).toEqual([]);
});
