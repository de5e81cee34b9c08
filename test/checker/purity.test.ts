/** Recipes that depend on more than the state, or edit what is not theirs. */
import { afterEach, describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import { atRest, invariant, stepProperty } from "../../checker/properties.ts";
import { action, system } from "../../checker/system.ts";
import { acting, errorOf, type BrokenState, type Effect } from "../support/model-errors.ts";

const verifyPurity = { verifyPurity: true };
let outside: BrokenState = { calls: 0 };
afterEach(() => {
  outside = { calls: 0 };
});

describe("with verifyPurity, an action is named that depends on", () => {
  const cases: [string, Effect][] = [
    ["a random number", (s) => void (s["record"].count = Math.random())],
    ["the time", (s) => void (s["record"].count = performance.now())],
    ["a counter outside", (s) => void (s["record"].count = ++outside["calls"])],
    ["a list outside", (s) => void (s["record"].list = [...(outside["list"] ??= []), 0].slice(-3))],
  ];
  test.each(cases.slice(0, 3))("%s, in its effect", async (_, effect) => {
    const once = { guard: (s: BrokenState) => s["record"].count === 0 };
    const { seen, cause, next } = await errorOf(acting(effect, once), verifyPurity);
    expect(seen).toMatch(/^The action Act\([01]\) is impure: .* its outcomes differ\.$/);
    expect(cause).toContain("a variable outside of the state, the time, or a random number");
    expect(next).toContain("k.choose");
  });

  test("whether it was called before, in its guard", async () => {
    const guard = (): boolean => ++outside["calls"] <= 2;
    const { seen } = await errorOf(
      acting(() => {}, { guard }),
      verifyPurity,
    );
    expect(seen).toContain("first enabled with 1 outcome(s), then not enabled");
  });

  test("which cells it happens to look at", async () => {
    const effect: Effect = (s) => void (outside["calls"]++ < 2 ? s["record"] : s["flag"]);
    const { seen } = await errorOf(acting(effect), verifyPurity);
    expect(seen).toContain("it looked at other cells");
  });
});

describe("with verifyPurity, a property is named that depends on what happened before", () => {
  const flip = action<BrokenState>("Flip", { effect: (s) => void (s["flag"] = !s["flag"]) });
  const odd = (): boolean => ++outside["calls"] % 2 === 1;
  const cases = [
    invariant("an invariant", { claim: "", holds: odd }),
    atRest("an at-rest property", { claim: "", holds: odd }),
    stepProperty("a step property", { claim: "", holds: () => ++outside["calls"] % 4 < 2 }),
  ];
  test.each(cases)("$id", async (property) => {
    const actions = property.kind === "at-rest" ? [] : [flip];
    const { seen, next } = await errorOf({ actions, properties: [property] }, verifyPurity);
    expect(seen).toContain(`The property "${property.id}" is impure`);
    expect(next).toContain("keep everything that the predicate depends on in the state");
  });
});

describe("without verifyPurity too, reading other cells on the same path is refused", () => {
  const numbers = { a: 0, b: 0, c: 0 };
  const count = action<BrokenState, string>("Count", {
    choices: ["a", "b", "c"],
    effect: (s, name) => void (s[name] = (s[name] + 1) % 3),
  });
  const either = (s: BrokenState): boolean => (++outside["calls"] % 2 === 0 ? s["a"] : s["b"]) < 3;

  test("an action", async () => {
    const look = action<BrokenState>("Look", { guard: either, effect: () => {} });
    const parts = { initial: numbers, actions: [count, look] };
    const { seen } = await errorOf(parts, { verifyPurity: false });
    expect(seen).toContain("The action Look is impure");
  });

  test("an invariant, and a step property", async () => {
    for (const property of [
      invariant("either", { claim: "", holds: either }),
      stepProperty("either", { claim: "", holds: either }),
    ]) {
      const parts = { initial: numbers, actions: [count], properties: [property] };
      const { seen } = await errorOf(parts, { verifyPurity: false });
      expect(seen).toContain('The property "either" is impure');
    }
  });
});

describe("what belongs to the engine stays as it is", () => {
  const edits: [string, (s: BrokenState) => void][] = [
    ["assigns a field", (s) => void (s["record"].count = 1)],
    ["assigns a cell", (s) => void (s["flag"] = true)],
    ["assigns an element", (s) => void (s["vmas"][0] = null)],
    ["sorts a list", (s) => void s["record"].list.sort()],
    ["deletes a field", (s) => void delete s["record"].count],
    ["adds a field", (s) => void (s["record"].fresh = 1)],
    ["turns a collection round", (s) => void s["vmas"].reverse()],
  ];
  test.each(edits)("a guard or property that %s is refused", async (_, edit) => {
    const editing = (s: BrokenState): boolean => {
      edit(s);
      return true;
    };
    const guard = await errorOf(acting(() => {}, { guard: editing }));
    expect(guard.seen).toContain("The guard of Act(0) threw");
    expect(guard.cause).toContain("a guard or property that edits the state");
    const property = await errorOf({
      properties: [invariant("i", { claim: "", holds: editing })],
    });
    expect(property.cause).toBe(guard.cause);
    expect(property.next).toContain("edit nothing but the draft");
  });

  test("an effect that edits a value kept from a guard is refused", async () => {
    const guard = (s: BrokenState): boolean => {
      outside["kept"] = s["record"];
      return true;
    };
    const { cause } = await errorOf(acting(() => void (outside["kept"].count = 1), { guard }));
    expect(cause).toContain("a value kept from another step");
  });

  test("an effect that edits its choice is refused", async () => {
    const effect = (_: BrokenState, choice: { n: number }): void => void choice.n++;
    const parts = { actions: [action("Act", { choices: [{ n: 1 }], effect })] };
    const { seen, cause } = await errorOf(parts);
    expect(seen).toContain('The effect of Act({"n":1}) threw');
    expect(cause).toContain("an effect that changes its choice");
  });

  test("a draft does not leak from one step into the next, by use or by assignment", async () => {
    const uses: Effect[] = [
      (s) => {
        if (outside["kept"] !== undefined) outside["kept"].at = "bound";
        outside["kept"] = s["vmas"][0];
      },
      (s) => {
        if (outside["kept"] !== undefined) s["record"] = outside["kept"];
        outside["kept"] = s["vmas"][0];
      },
    ];
    for (const effect of uses) {
      outside = {};
      const { seen, cause } = await errorOf(acting(effect));
      expect(seen).toContain("The effect of Act(1) threw");
      expect(cause).toContain("a draft that was kept from an earlier step");
    }
  });

  test("an initial state that is edited later changes nothing", async () => {
    const initial = { record: { count: 0 } };
    const counter = system({
      name: "counter",
      initial,
      actions: [
        action<typeof initial>("count", {
          guard: (s) => s.record.count < 3,
          effect: (s) => {
            s.record.count++;
            initial.record.count = 9;
          },
        }),
      ],
    });
    expect((await check(counter)).states).toBe(4);
  });
});
