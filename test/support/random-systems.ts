/** Random finite systems: what cells there are, and recipes and properties over them. */
import fc from "fast-check";
import type { Json } from "../../checker/json.ts";
import { atRest, invariant, stepProperty, witness } from "../../checker/properties.ts";
import { indices } from "../../checker/refs.ts";
import { action, system, type Action, type System } from "../../checker/system.ts";
import { edit, get, test, valuesMax, type Condition, type Edit } from "./random-recipes.ts";
import type { Place } from "./random-recipes.ts";

/** A single cell (`length` null) or a collection; of numbers (`fields` empty) or of records. */
interface SlotPlan {
  readonly name: string;
  readonly length: number | null;
  readonly fields: readonly string[];
}
interface ActionPlan {
  readonly choices: number | null;
  readonly guard: Condition | null;
  readonly edits: readonly Edit[];
}
export interface Plan {
  readonly slots: readonly SlotPlan[];
  readonly initials: readonly Json[];
  readonly actions: readonly ActionPlan[];
  readonly done: Condition;
  readonly claim: Condition;
  /** The claim on a step: if `claim` held before, it holds after, or this place is unchanged. */
  readonly kept: Place;
}

/** How many inert cells stand behind the first slot, so that cells agree modulo 32. */
const paddings = [0, 0, 0, 29, 31];

const shapes = fc
  .tuple(
    fc.array(
      fc.record({
        length: fc.constantFrom(null, null, 1, 2, 3),
        fields: fc.constantFrom([], [], ["x"], ["x", "y"]),
      }),
      { minLength: 2, maxLength: 4 },
    ),
    fc.constantFrom(...paddings),
  )
  .map(([plans, padding]) =>
    plans.flatMap((plan, index): SlotPlan[] => [
      { name: `s${index}`, ...plan },
      ...(index === 0 && padding > 0
        ? [{ name: `inert${index}`, length: padding, fields: [] }]
        : []),
    ]),
  );

const live = (slots: readonly SlotPlan[]): SlotPlan[] =>
  slots.filter(({ name }) => name.startsWith("s"));

const numbers = fc.nat(valuesMax - 1);

function placesOf(slots: readonly SlotPlan[]): fc.Arbitrary<Place> {
  const places = live(slots).flatMap(({ name, length, fields }) =>
    (length === null ? [null] : indices(length)).flatMap((cell) =>
      (fields.length === 0 ? [null] : fields).map((field) => ({ slot: name, cell, field })),
    ),
  );
  return fc.constantFrom(...places);
}

function conditionsOf(slots: readonly SlotPlan[]): fc.Arbitrary<Condition> {
  const place = placesOf(slots);
  const leaf = fc.oneof(
    fc.record({ kind: fc.constant("is" as const), place, value: numbers }),
    fc.record({ kind: fc.constant("below" as const), place, other: place }),
  );
  const sum = fc.record({
    kind: fc.constant("sum" as const),
    modulus: fc.integer({ min: 2, max: 4 }),
    value: fc.nat(1),
  });
  const several = fc.array(leaf, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("not" as const), inner: leaf }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom("all" as const, "any" as const),
        inner: several,
      }),
    },
    { weight: 1, arbitrary: sum },
  );
}

function editsOf(slots: readonly SlotPlan[]): fc.Arbitrary<Edit[]> {
  const place = placesOf(slots);
  const condition = conditionsOf(slots);
  const collections = live(slots).filter(({ length }) => length !== null);
  const kind = <Kind extends string>(name: Kind) => fc.constant(name);
  const pairs = collections.map(({ name, length }) =>
    fc.record({
      kind: fc.constantFrom("alias" as const, "swap" as const),
      slot: fc.constant(name),
      from: fc.nat((length as number) - 1),
      to: fc.nat((length as number) - 1),
    }),
  );
  const values = fc.array(numbers, { maxLength: 3 });
  const add = fc.record({ kind: kind("add"), place, by: fc.integer({ min: 1, max: 2 }) });
  const leaf: fc.Arbitrary<Edit> = fc.oneof(
    { weight: 5, arbitrary: add },
    fc.record({ kind: kind("set"), place, value: numbers }),
    fc.record({ kind: kind("copy"), place, from: place }),
    fc.record({ kind: kind("choose"), place, values }),
    fc.record({ kind: kind("give up"), condition }),
    fc.record({ kind: kind("label"), text: fc.constantFrom("one", "two") }),
    ...pairs,
  );
  const nested = fc.record({
    kind: kind("when"),
    condition,
    edits: fc.array(leaf, { minLength: 1, maxLength: 2 }),
  });
  return fc.array(fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: nested }), {
    minLength: 1,
    maxLength: 3,
  });
}

function initialsOf(slots: readonly SlotPlan[]): fc.Arbitrary<Json[]> {
  const state = fc.record(
    Object.fromEntries(
      slots.map(({ name, length, fields }) => {
        const cell: fc.Arbitrary<Json> =
          fields.length === 0
            ? numbers
            : fc.record(Object.fromEntries(fields.map((field) => [field, numbers])));
        if (name.startsWith("inert")) {
          return [name, fc.constant(indices(length as number).map(() => 0))];
        }
        const cells =
          length === null ? cell : fc.array(cell, { minLength: length, maxLength: length });
        return [name, cells];
      }),
    ),
  ) as fc.Arbitrary<Json>;
  return fc.oneof(
    { weight: 3, arbitrary: state.map((each) => [each]) },
    { weight: 1, arbitrary: fc.array(state, { minLength: 2, maxLength: 4 }) },
  );
}

export const plans: fc.Arbitrary<Plan> = shapes.chain((slots) =>
  fc.record({
    slots: fc.constant(slots),
    initials: initialsOf(slots),
    actions: fc.array(
      fc.record({
        choices: fc.constantFrom(null, null, 1, 2, 3),
        guard: fc.option(conditionsOf(slots), { freq: 2 }),
        edits: editsOf(slots),
      }),
      { size: "max", maxLength: 6 },
    ),
    done: conditionsOf(slots),
    claim: conditionsOf(slots),
    kept: placesOf(slots),
  }),
);

/** The step claim of a plan, also for the oracle. */
export function stepClaim({ claim, kept }: Plan, before: object, after: object): boolean {
  if (get(after, kept, 0) === get(before, kept, 0)) return true;
  return test(after, claim, 0) || !test(before, claim, 0);
}

/** The system of a plan, with a property of each kind. */
export function systemOf(plan: Plan, order: readonly number[] = [...plan.actions.keys()]): System {
  const { initials, done, claim } = plan;
  const actions = plan.actions.map((each, index): Action<object> => actionOf(each, index));
  const [collection] = live(plan.slots).filter(({ length }) => length !== null);
  const each = collection === undefined ? {} : { each: collection.name };
  const holds = (state: object): boolean => test(state, claim, 0);
  return system<object>({
    name: "random",
    initial: initials as readonly object[],
    actions: order.map((index) => actions[index] as Action<object>),
    done: (state) => test(state, done, 0),
    properties: [
      invariant("invariant", { claim: "", holds }),
      invariant("each", { claim: "", ...each, holds: (s: object, i) => test(s, claim, i) }),
      witness("witness", { claim: "", reached: holds }),
      atRest("at-rest", { claim: "", holds }),
      stepProperty("step", {
        claim: "",
        holds: (before: object, after: object) => stepClaim(plan, before, after),
      }),
    ],
  }) as System;
}

function actionOf({ choices, guard, edits }: ActionPlan, index: number): Action<object> {
  return action<object, number>(`a${index}`, {
    ...(choices === null ? {} : { choices: indices(choices) }),
    ...(guard === null ? {} : { guard: (s: object, choice: number) => test(s, guard, choice) }),
    effect: (s, choice, kit) => {
      edit(s, edits, choice, kit);
    },
  });
}

/** How many cells the property with `each` judges; 1 when it judges the state as a whole. */
export function eachLength({ slots }: Plan): number {
  return live(slots).find(({ length }) => length !== null)?.length ?? 1;
}
