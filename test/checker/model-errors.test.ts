/** Broken systems are refused with what was seen, the usual cause and the next move. */
import { describe, expect, test } from "vitest";
import { atRest, invariant } from "../../checker/properties.ts";
import { at } from "../../checker/refs.ts";
import { action } from "../../checker/system.ts";
import {
  acting,
  errorOf,
  plainState,
  type BrokenState,
  type Effect,
} from "../support/model-errors.ts";

const nothing: Effect = () => {};

describe("collections keep their length", () => {
  const cases: [string, Effect, string][] = [
    ["push", (s) => void s.vmas.push({ at: "idle" }), 'changes the length of "vmas"'],
    ["pop", (s) => void s.vmas.pop(), 'removes an element of "vmas"'],
    ["shift", (s) => void s.vmas.shift(), 'removes an element of "vmas"'],
    ["splice", (s) => void s.vmas.splice(0, 1), 'removes an element of "vmas"'],
    ["length", (s) => void (s.vmas.length = 0), 'changes the length of "vmas"'],
    [
      "filter",
      (s) => void (s.vmas = []),
      'replaces "vmas" by something that is not 3 elements long',
    ],
    ["delete of a cell", (s) => void delete s.vmas[0], 'removes an element of "vmas"'],
    ["delete of a key", (s) => void delete s.flag, 'removes "flag"'],
  ];
  test.each(cases)("%s is refused", async (_, effect, how) => {
    const { seen, cause, next } = await errorOf(acting(effect));
    expect(seen).toContain("The effect of Act(0)");
    expect(seen).toContain(how);
    expect(cause).toContain("push, pop, splice");
    expect(next).toContain("mark an unused cell");
  });
});

describe("choices are a list", () => {
  const cases: [string, unknown, string][] = [
    ["a function", () => [0], "a function as its choices"],
    ["a number", 2, "2 as its choices"],
    ["a text", "ab", '"ab" as its choices'],
  ];
  test.each(cases)("%s is refused", async (_, choices, how) => {
    const { seen, next } = await errorOf(acting(nothing, { choices: choices as number[] }));
    expect(seen).toContain(`The action Act has ${how}`);
    expect(next).toContain("exclude by the guard");
  });
});

describe("recipes that are not pure", () => {
  test("are to blame where a step of the trace goes otherwise", async () => {
    let calls = 0;
    const effect: Effect = (s) => void (s.record.count = ++calls);
    const small = invariant<BrokenState>("small", {
      claim: "The count is small",
      holds: (s) => s.record.count < 3,
    });
    const { seen, next } = await errorOf(
      { ...acting(effect), properties: [small] },
      { verifyPurity: false },
    );
    expect(seen).toContain("leads elsewhere when it is taken again");
    expect(next).toContain("--verify-purity");
  });
});

describe("names and indices", () => {
  const cases: [string, Effect, string, string][] = [
    ["a reference beyond", (s) => at(s, "vmas:7"), '"vmas:7" lies outside of "vmas"', "0 to 2"],
    ["a negative reference", (s) => at(s, "vmas:-1"), '"vmas:-1" lies outside of "vmas"', "0 to 2"],
    ["an unknown collection", (s) => at(s, "vma:0"), '"vma" is not part', 'did you mean "vmas"?'],
    [
      "a reference into no collection",
      (s) => at(s, "flag:0"),
      "not a collection",
      'known are "vmas"',
    ],
    ["a reference that is null", (s) => at(s, null as never), "null is not a reference", "by ref"],
    ["a reference without index", (s) => at(s, "vmas:" as never), '"vmas:" is not a ref', "by ref"],
    ["an index beyond", (s) => void (s.vmas[3].at = "x"), '"vmas[3]" lies outside', "0 to 2"],
    ["a negative index", (s) => void (s.vmas[-1].at = "x"), '"vmas[-1]" lies outside', "0 to 2"],
    ["no number", (s) => void (s.vmas[Number.NaN] = 1), '"vmas[NaN]" lies outside', "0 to 2"],
    [
      "an unknown key, read",
      (s) => s.flags as never,
      '"flags" is not part',
      'did you mean "flag"?',
    ],
    ["an unknown key, written", (s) => void (s.flga = 1), '"flga" is not part', 'mean "flag"?'],
  ];
  test.each(cases)("%s is refused, and the nearest name offered", async (_, effect, seen, next) => {
    const error = await errorOf(acting(effect));
    expect(error.seen).toContain("The effect of Act(0)");
    expect(error.seen).toContain(seen);
    expect(error.next).toContain(next);
  });

  test("the collection of a property must exist", async () => {
    const property = invariant("fine", { claim: "", each: "vma", holds: () => true });
    const { seen, next } = await errorOf({ properties: [property] });
    expect(seen).toContain('names the collection "vma"');
    expect(next).toBe('did you mean "vmas"?');
  });

  test("what is symmetric must be a collection", async () => {
    const { seen, next } = await errorOf({ symmetric: ["record"] });
    expect(seen).toContain('names the collection "record"');
    expect(next).toBe('known are "vmas"');
  });

  test("properties to judge must exist", async () => {
    const properties = [invariant("noLeak", { claim: "", holds: () => true })];
    const { seen, next } = await errorOf({ properties }, { properties: ["noLeaks"] });
    expect(seen).toContain('no property "noLeaks"');
    expect(next).toBe('did you mean "noLeak"?');
  });

  test("two actions, or two properties, have two names", async () => {
    const twin = action("Act", { effect: nothing });
    expect((await errorOf({ actions: [twin, twin] })).seen).toBe('Two actions are called "Act".');
    const same = invariant("fine", { claim: "", holds: () => true });
    expect((await errorOf({ properties: [same, same] })).seen).toContain(
      'properties are called "fine"',
    );
  });
});

describe("recipes that throw", () => {
  test("the message has the step, and the cells that it had read", async () => {
    const { seen, next } = await errorOf(
      acting((s) => {
        if (s.vmas[2].at === "bound") throw new Error("boom");
      }),
    );
    expect(seen).toBe('The effect of Act(0) threw "boom". It had read vmas:2 = {"at":"bound"}.');
    expect(next).toContain("guard");
  });

  test("the message has the label that was reached", async () => {
    const { seen } = await errorOf(
      acting((s, _, k) => {
        k.label("half way");
        s.record.missing.x = 1;
      }),
    );
    expect(seen).toContain('The effect of Act(0), at "half way", threw "Cannot set properties');
    expect(seen).toContain('record = {"count":0,"list":[2,1]}');
  });

  test("the message has no label of another step", async () => {
    const guard = (s: BrokenState, choice: number): boolean => choice === 0 || s.record.missing.x;
    const { seen } = await errorOf(acting((_s, _c, k) => k.label("half way"), { guard }));
    expect(seen).toContain("The guard of Act(1) threw");
  });

  test("guards, properties and `done` are named", async () => {
    const boom = (s: BrokenState): boolean => s.record.missing.x as boolean;
    const guard = await errorOf(acting(nothing, { guard: boom }));
    expect(guard.seen).toContain("The guard of Act(0) threw");
    const rest = await errorOf({ properties: [atRest("calm", { claim: "", holds: boom })] });
    expect(rest.seen).toContain('The property "calm" threw');
    expect((await errorOf({ done: boom })).seen).toContain("The function `done` threw");
    const process = await errorOf(
      acting(nothing, { process: () => boom(plainState()).toString() }),
    );
    expect(process.seen).toContain("The process of Act(0) threw");
  });

  test("a thing that is no error is shown", async () => {
    const error = await errorOf(
      acting(() => {
        throw "nope";
      }),
    );
    expect(error.seen).toContain('threw "nope"');
  });
});

describe("what recipes yield", () => {
  const cases: [string, unknown, string][] = [
    ["a number", 0, "0"],
    ["nothing", undefined, "undefined"],
    ["a text", "yes", '"yes"'],
    ["a big number", 1n, "1"],
    ["a record", {}, "an object"],
    ["a function", nothing, "a function"],
    ["a promise", Promise.resolve(true), "a promise"],
  ];
  test.each(cases)("a guard or property that yields %s is refused", async (_, value, shown) => {
    const yields = (): boolean => value as boolean;
    const guard = await errorOf(acting(nothing, { guard: yields }));
    expect(guard.seen).toBe(`The guard of Act(0) yielded ${shown}, not true or false.`);
    expect(guard.next).toBe("return true or false");
    const property = invariant("fine", { claim: "", holds: yields });
    const { seen } = await errorOf({ properties: [property] });
    expect(seen).toBe(`The property "fine" yielded ${shown}, not true or false.`);
  });

  test("an asynchronous effect is refused, and what is left of it does no harm", async () => {
    // oxlint-disable-next-line typescript/no-misused-promises -- people do
    const effect: Effect = async (s) => {
      await Promise.resolve();
      s.flag = true;
    };
    const { seen, next } = await errorOf(acting(effect));
    expect(seen).toContain("It is asynchronous");
    expect(next).toContain("make it synchronous");
  });

  test("an effect that returns a state instead of editing it is refused", async () => {
    const reducer = ((s: BrokenState) => ({ ...s, flag: true })) as unknown as Effect;
    const { seen, next } = await errorOf(acting(reducer));
    expect(seen).toContain("It returned a state");
    expect(next).toContain("edit the state that it is given");
  });
});

describe("broken systems", () => {
  test("there is an initial state", async () => {
    expect((await errorOf({ initial: [] })).seen).toContain("no initial state");
    const { seen } = await errorOf({ initial: null as never });
    expect(seen).toBe('The initial state of the system "broken" is null.');
  });

  test("initial states have one shape", async () => {
    const { vmas, record } = plainState();
    const missing = await errorOf({ initial: [plainState(), { vmas, record }] });
    expect(missing.seen).toContain(
      'Initial state 2 does not have the shape of the first one: the key "flag"',
    );
    const odd = await errorOf({ initial: [plainState(), { ...plainState(), vmas: [] }] });
    expect(odd.seen).toContain('"vmas" differs in length or kind');
    expect(odd.next).toContain("one function");
  });

  test("a memory bound too small for the initial state is no bound of a search", async () => {
    const { seen } = await errorOf({}, { memoryBytesMax: 20_000 });
    expect(seen).toContain("does not hold even the initial state");
  });

  test.each(["depthMax", "statesMax", "elapsedMsMax", "memoryBytesMax"])(
    "%s is a number",
    async (name) => {
      expect((await errorOf({}, { [name]: Number.NaN })).seen).toBe(`${name} is NaN.`);
      expect((await errorOf({}, { [name]: -1 })).seen).toBe(`${name} is -1.`);
    },
  );

  test("strategies and options are known", async () => {
    const strategy = await errorOf({}, { strategy: "breadth-frist" as never });
    expect(strategy.next).toBe('did you mean "breadth-first"?');
    const option = await errorOf({}, { maxDepth: 3, depthmax: 3 } as never);
    expect(option.seen).toContain('no option "maxDepth"');
  });
});
