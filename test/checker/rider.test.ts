/** A rider counts and forbids as a cell does that every recipe knows. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { check, checkWithRider } from "../../checker/check.ts";
import { instanceKey } from "../../checker/instances.ts";
import { invariant, type Property } from "../../checker/properties.ts";
import type { Rider } from "../../checker/rider.ts";
import { action, system, type System } from "../../checker/system.ts";
import type { Verdict } from "../../checker/verdict.ts";
import { plans, systemOf } from "../support/random-systems.ts";

type Counted = Record<string, unknown> & { rides: { last: string; left: number; cells: number } };

/** How many cells of collections are not 0, which counts for null in a system by hand. */
const used = (state: object): number =>
  Object.values(state)
    .flatMap((each) => (Array.isArray(each) ? each : []))
    .filter(isUsed).length;
const isUsed = (cell: unknown): boolean => cell !== null;

/** So many times, somebody else may take a step than the one who took the last. */
const rider = (most: number): Rider => ({
  initial: (state) => ({ last: "", left: most, cells: used(state) }),
  next: (value, { action, choice }, taken) => {
    const { last, left, cells } = value as Counted["rides"];
    const key = instanceKey(action.name, choice);
    const rest = { last: key, cells: cells + taken };
    if (last === "" || last === key) return { ...rest, left };
    return left === 0 ? null : { ...rest, left: left - 1 };
  },
});

/** A state without the cell that counts. */
function hidden<State extends object>(state: State): State {
  return new Proxy({} as State, {
    get: (_, key): unknown => Reflect.get(state, key),
    set: (_, key, value) => Reflect.set(state, key, value),
    ownKeys: () => Reflect.ownKeys(state).filter((key) => key !== "rides"),
    getOwnPropertyDescriptor: (_, key) => ({
      value: Reflect.get(state, key) as unknown,
      enumerable: true,
      configurable: true,
      writable: true,
    }),
  });
}

/** The same property, which does not see it. */
function blind(property: Property<object>): Property<object> {
  if (property.kind === "step-property") {
    const holds: typeof property.holds = (before, after, step) =>
      property.holds(hidden(before), hidden(after), step);
    return { ...property, holds };
  }
  const holds: typeof property.holds = (state, index) => property.holds(hidden(state), index);
  return { ...property, holds };
}

/** The same by hand: a cell of the state, which every effect counts in, and nobody else sees. */
function byHand(of: System, most: number): System {
  return {
    ...of,
    initials: of.initials.map((state) => ({
      ...state,
      rides: { last: "", left: most, cells: used(state) },
    })),
    done: of.done && ((state) => of.done?.(hidden(state)) === true),
    properties: of.properties.map(blind),
    actions: of.actions.map((each) => ({
      ...each,
      guard:
        each.guard && ((state: object, choice) => each.guard?.(hidden(state), choice) === true),
      effect: (state: object, choice, kit) => {
        const { rides } = state as Counted;
        const key = instanceKey(each.name, choice);
        each.effect(hidden(state), choice, kit);
        if (rides.last !== "" && rides.last !== key) {
          if (rides.left === 0) kit.disabled();
          rides.left--;
        }
        rides.last = key;
        rides.cells = used(state);
      },
    })),
  };
}

const telling = ({
  outcome,
  states,
  transitions,
  levels,
  violations,
  witnesses,
}: Verdict): object => ({
  outcome,
  states,
  transitions,
  levels,
  // Which of the shortest traces it is depends on the order in which cells were read.
  violations: new Set(violations.map(({ property, trace }) => `${property} ${trace.steps.length}`)),
  witnesses: witnesses.map(({ property, reached, depth }) => ({ property, reached, depth })),
});

test("recipes and properties do not see it", async () => {
  const seen: string[][] = [];
  const look = (state: object): void => void seen.push(Object.keys(state));
  const of = system<{ count: number }>({
    name: "counter",
    initial: { count: 0 },
    actions: [
      action<{ count: number }>("count", {
        guard: (state) => (look(state), state.count < 2),
        effect: (state) => {
          look(state);
          state.count++;
        },
      }),
    ],
    properties: [
      invariant<{ count: number }>("few", {
        claim: "It is small",
        holds: (state) => (look(state), state.count < 2),
      }),
    ],
  });
  const { violations } = await checkWithRider(of as unknown as System, rider(0));
  expect(violations[0]?.trace.initial).toEqual({ count: 0 });
  expect(new Set(seen.flat())).toEqual(new Set(["count"]));
});

test("it yields what a cell yields that every effect knows", async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.nat(3), async (plan, most) => {
      const of = systemOf(plan);
      const ridden = await checkWithRider(of, rider(most), { statesMax: 3_000 });
      expect(telling(ridden)).toEqual(telling(await check(byHand(of, most), { statesMax: 3_000 })));
    }),
    { numRuns: 300 },
  );
});
