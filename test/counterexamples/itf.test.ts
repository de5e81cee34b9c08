/**
 * Traces in the Informal Trace Format: valid by a reading of Apalache's ADR 015 of our own, of what
 * readers take, and the same states as before once they are read.
 */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { Json } from "../../checker/json.ts";
import { invariant } from "../../checker/properties.ts";
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { renderItf } from "../../counterexamples/render/itf.ts";
import { statesOf } from "../../counterexamples/states.ts";
import { storyOf } from "../../counterexamples/render/story.ts";
import { twoPhase } from "../../examples/two-phase.ts";
import { oddTraces } from "./odd-traces.ts";
import { archivedTrace } from "./pages.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Itf {
  readonly "#meta": Fields;
  readonly vars: readonly string[];
  readonly states: readonly Fields[];
}

const itfOf = (trace: Trace): Itf => JSON.parse(renderItf(storyOf(trace, null))) as Itf;

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isListOf = (value: unknown, isElement: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isElement);

/** What the words of the format hold, by the ADR. */
const words: Readonly<Record<string, (value: unknown) => boolean>> = {
  "#bigint": (value) => typeof value === "string" && /^-?[0-9]+$/.test(value),
  "#tup": (value) => isListOf(value, isExpression),
  "#set": (value) => isListOf(value, isExpression),
  "#map": (value) =>
    isListOf(value, (pair) => isListOf(pair, isExpression) && (pair as unknown[]).length === 2),
};

/** An expression as the ADR has it since 2023: no numbers, no null, and no field with a hash. */
function isExpression(value: unknown): boolean {
  if (typeof value === "boolean" || typeof value === "string") return true;
  if (Array.isArray(value)) return value.every(isExpression);
  if (!isRecord(value)) return false;
  const [key = "", ...others] = Object.keys(value);
  if (others.length === 0 && key in words) return words[key]?.(value[key]) ?? false;
  // Quint takes a record with a field `tag` for a variant, and drops fields that begin with __.
  const isPlain = (field: string): boolean => !/^(?:#|__|tag$)/.test(field);
  const isNone = Object.keys(value).join() === "tag,value" && value["tag"] === "None";
  return (isNone || Object.keys(value).every(isPlain)) && Object.values(value).every(isExpression);
}

/** What is wrong with a trace; nothing should be. */
function wrongs({ "#meta": meta, vars, states, ...others }: Itf): string[] {
  const stateWrongs = states.flatMap((state, index) => {
    const { "#meta": own, ...values } = state;
    return [
      ...(isRecord(own) && own["index"] === index ? [] : [`state ${index} has no index`]),
      ...(Object.keys(values).join() === vars.join() ? [] : [`state ${index} lacks a variable`]),
      ...Object.keys(values).flatMap((name) =>
        isExpression(values[name]) ? [] : [`${name} of state ${index} is no expression`],
      ),
    ];
  });
  return [
    ...(isRecord(meta) && meta["format"] === "ITF" ? [] : ["no format"]),
    ...(isListOf(vars, (name) => typeof name === "string") ? [] : ["vars are no names"]),
    ...(new Set(vars).size === vars.length ? [] : ["a variable twice"]),
    ...(vars.some((name) => /^(?:#|__)/.test(name)) ? ["a name that readers drop"] : []),
    ...Object.keys(others),
    ...stateWrongs,
  ];
}

/** An expression as the value that it stands for. */
function valueOf(expression: unknown): Json {
  if (Array.isArray(expression)) return expression.map(valueOf);
  if (!isRecord(expression)) return expression as Json;
  if (expression["tag"] === "None") return null;
  if (typeof expression["#bigint"] === "string") return Number(expression["#bigint"]);
  const pairs = (expression["#map"] ?? Object.entries(expression)) as [string, unknown][];
  return Object.fromEntries(pairs.map(([key, value]) => [key, valueOf(value)]));
}

/** A trace of a system without processes. */
async function twoPhaseTrace(): Promise<Trace> {
  const nobodyCommits = invariant<{ resources: { at: string }[] }>("nobodyCommits", {
    claim: "No manager commits",
    holds: ({ resources }) => resources.every(({ at }) => at !== "committed"),
  });
  const system = { ...twoPhase(2), properties: [nobodyCommits] } as unknown as System;
  const { violations } = await check(system, { verifyPurity: false });
  if (violations[0] === undefined) throw new Error("somebody should commit");
  return violations[0].trace;
}

describe("a trace", () => {
  it.each([
    ["of the driver", async () => archivedTrace("O11")],
    ["of a system without processes", twoPhaseTrace],
  ])("%s is valid, and has its states", async (_, traceOf) => {
    const trace = await traceOf();
    const itf = itfOf(trace);
    expect(wrongs(itf)).toEqual([]);
    const names = Object.keys(trace.initial as object);
    const states = itf.states.map((state) =>
      Object.fromEntries(names.map((name) => [name, valueOf(state[name])])),
    );
    expect(states).toEqual(statesOf(trace));
  });

  it("says what was done in a variable, as Quint does, and by whom", async () => {
    const done = ({ states }: Itf) => states.map((state) => state["mbt::actionTaken"]);
    expect(done(itfOf(await twoPhaseTrace())).slice(0, 2)).toEqual(["init", "RMPrepare(0)"]);
    expect(done(itfOf(archivedTrace("O11")))[29]).toBe(
      "GPU request 1 (processes:6): gpu_request: start",
    );
  });

  it.each(oddTraces)("with %s is valid", (_, trace) => {
    expect(wrongs(itfOf(trace))).toEqual([]);
  });
});

test("numbers that JSON writes with an exponent are integers all the same", () => {
  const [, trace] = oddTraces[0] ?? [];
  const { states } = itfOf({ ...trace, initial: { huge: 1e21, half: 0.5, least: -0 } } as Trace);
  expect(states[0]).toMatchObject({
    huge: { "#bigint": "1000000000000000000000" },
    half: "0.5",
    least: { "#bigint": "0" },
  });
});

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, false, "", "cells:0"),
    fc.integer(),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom("a", "#map", "#bigint", "tag", "value", "__x", "b c", "#meta"),
      tie("json"),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
}));

test("any state is valid, and is what it was once it is read", () => {
  const [, trace] = oddTraces[0] ?? [];
  fc.assert(
    fc.property(json, (value) => {
      const itf = itfOf({ ...trace, initial: { value, "#meta": value } } as Trace);
      expect(wrongs(itf)).toEqual([]);
      expect(valueOf(itf.states[0]?.["value"])).toEqual(value);
      expect(valueOf(itf.states[0]?.['"#meta"'])).toEqual(value);
    }),
  );
});
