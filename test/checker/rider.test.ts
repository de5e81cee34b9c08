/** A rider counts and forbids as a cell does that every recipe knows. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { check, checkWithRider } from "../../checker/check.ts";
import { instanceKey } from "../../checker/instances.ts";
import type { Rider } from "../../checker/rider.ts";
import type { System } from "../../checker/system.ts";
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
  name: "rides",
  initial: (state) => ({ last: "", left: most, cells: used(state) }),
  next: (value, { action, choice }, taken) => {
    const { last, left, cells } = value as Counted["rides"];
    const key = instanceKey(action.name, choice);
    const rest = { last: key, cells: cells + taken };
    if (last === "" || last === key) return { ...rest, left };
    return left === 0 ? null : { ...rest, left: left - 1 };
  },
});

/** The same by hand: a cell of the state, which every effect looks at. */
function byHand(of: System, most: number): System {
  return {
    ...of,
    initials: of.initials.map((state) => ({
      ...state,
      rides: { last: "", left: most, cells: used(state) },
    })),
    actions: of.actions.map((each) => ({
      ...each,
      effect: (state: object, choice, kit) => {
        const { rides } = state as Counted;
        const key = instanceKey(each.name, choice);
        each.effect(state, choice, kit);
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

test("it yields what a cell yields that every effect knows", async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.nat(3), async (plan, most) => {
      const of = systemOf(plan);
      const ridden = await checkWithRider(of, rider(most), { statesMax: 3_000 });
      expect(telling(ridden)).toEqual(telling(await check(byHand(of, most), { statesMax: 3_000 })));
    }),
    { numRuns: 150 },
  );
});
