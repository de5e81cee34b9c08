/** What is remembered of step properties is what they say, whatever they look at. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { stepProperty, type Step } from "../../checker/properties.ts";
import { action, system, type System } from "../../checker/system.ts";

const cells = ["a", "b", "c", "d"] as const;
type Cell = (typeof cells)[number];
type State = Record<Cell, number>;

const effects: Readonly<Record<string, (state: State) => void>> = {
  "count a": (s) => void (s.a = (s.a + 1) % 3),
  "count b": (s) => void (s.b = (s.b + 1) % 3),
  "count c": (s) => void (s.c = (s.c + 1) % 3),
  "copy a": (s) => void (s.d = s.a),
  "swap b and c": (s) => void ([s.b, s.c] = [s.c, s.b]),
  "reset d": (s) => void (s.d = 0),
};

/** A property as a tree of questions; the answers lead on, and a leaf says whether it holds. */
type Question =
  | boolean
  | { readonly who: string; readonly yes: Question; readonly no: Question }
  | {
      readonly when: "before" | "after";
      readonly cell: Cell;
      readonly least: number;
      readonly yes: Question;
      readonly no: Question;
    };

const { question } = fc.letrec<{ question: Question }>((tie) => ({
  question: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    { weight: 4, arbitrary: fc.constantFrom(true, true, true, true, false) },
    {
      weight: 6,
      arbitrary: fc.record({
        when: fc.constantFrom("before", "after"),
        cell: fc.constantFrom(...cells),
        least: fc.constantFrom(1, 2),
        yes: tie("question"),
        no: tie("question"),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        who: fc.constantFrom(...Object.keys(effects)),
        yes: tie("question"),
        no: tie("question"),
      }),
    },
  ),
}));

function answer(asked: Question, before: State, after: State, step: Pick<Step, "action">): boolean {
  if (typeof asked === "boolean") return asked;
  const isYes =
    "who" in asked
      ? step.action === asked.who
      : (asked.when === "before" ? before : after)[asked.cell] >= asked.least;
  return answer(isYes ? asked.yes : asked.no, before, after, step);
}

function systemOf(questions: readonly Question[]): System<State> {
  return system<State>({
    name: "asked",
    initial: { a: 0, b: 0, c: 0, d: 0 },
    actions: Object.entries(effects).map(([name, effect]) => action<State>(name, { effect })),
    properties: questions.map((asked, index) =>
      stepProperty<State>(`asked ${index}`, {
        claim: "",
        holds: (before, after, step) => answer(asked, before, after, step),
      }),
    ),
  });
}

/** By property: the steps to the nearest violation of it, without an engine. */
function shortest(questions: readonly Question[]): number[] {
  const lengths = questions.map(() => Infinity);
  const depths = new Map([["0000", 0]]);
  for (const [text, depth] of depths) {
    const [a, b, c, d] = Array.from(text, Number) as [number, number, number, number];
    const before: State = { a, b, c, d };
    for (const [name, effect] of Object.entries(effects)) {
      const after = { ...before };
      effect(after);
      const end = Object.values(after).join("");
      if (!depths.has(end)) depths.set(end, depth + 1);
      for (const [index, asked] of questions.entries()) {
        if (answer(asked, before, after, { action: name })) continue;
        lengths[index] = Math.min(lengths[index] as number, depth + 1);
      }
    }
  }
  return lengths;
}

test("the nearest violations are found, and no others", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 1, maxLength: 4 }), async (questions) => {
      const lengths = shortest(questions);
      const nearest = Math.min(...lengths);
      const { violations } = await check(systemOf(questions) as System, { verifyPurity: true });
      const found = new Map(
        violations.map(({ property, trace }) => [property, trace.steps.length]),
      );
      const expected = lengths.flatMap((length, index) =>
        length === nearest && length < Infinity ? [[`asked ${index}`, length] as const] : [],
      );
      expect(found).toEqual(new Map(expected));
    }),
    { seed: 20_211_101, numRuns: 1000 },
  );
});

test("what many steps leave alone is judged once for all of them", async () => {
  let calls = 0;
  const few = stepProperty<State>("few", {
    claim: "",
    holds: (before, after) => {
      calls++;
      return before.d < 3 && after.d < 3;
    },
  });
  const { states, outcome } = await check({ ...systemOf([]), properties: [few] } as System, {
    verifyPurity: false,
  });
  expect({ states, outcome }).toEqual({ states: 81, outcome: "holds" });
  // A step that leaves `d` alone is judged once for each of its values; the others are few.
  expect(calls).toBeLessThan(20);
});
