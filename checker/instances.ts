/** The instances of a system's actions and properties: one for each choice, or each cell judged. */
import { notPlain } from "./cells.ts";
import type { Json } from "./json.ts";
import { ModelError } from "./model-error.ts";
import { canonicalText, frozenCopy, NotPlain } from "./plain-value.ts";
import type { AtRest, Invariant, Property, StepProperty, Witness } from "./properties.ts";
import type { Action, System } from "./system.ts";

/** An action with one of its choices. */
export interface ActionInstance {
  readonly action: Action;
  /** Position of the action in the system. */
  readonly actionIndex: number;
  readonly choice: Json;
  readonly process: string | null;
}

/** A property of states with the cell that it judges (0 when it judges the state as a whole). */
export interface PredicateInstance {
  readonly property: Invariant | AtRest | Witness;
  readonly index: number;
}

export function actionInstances(system: System): ActionInstance[] {
  return system.actions.flatMap((action, actionIndex) =>
    choicesOf(action).map((given, position) => {
      const choice = plainChoice(action, given, position);
      return { action, actionIndex, choice, process: processOf(action, choice) };
    }),
  );
}

/** The choices of an action; one, null, if it has none. Modules in JavaScript have no types. */
function choicesOf({ name, choices }: Action): readonly Json[] {
  if (choices === null) return [null];
  const given: unknown = choices;
  if (Array.isArray(given)) return choices;
  const seen = typeof given === "function" ? "a function" : (JSON.stringify(given) ?? typeof given);
  throw new ModelError({
    seen: `The action ${name} has ${seen} as its choices, which is no array.`,
    cause: "choices that depend on the state, or a set or a number in place of the list",
    next: "list them all, and exclude by the guard those that are not enabled in a state",
  });
}

function processOf({ name, process }: Action, choice: Json): string | null {
  if (typeof process !== "function") return process;
  try {
    return process(choice as never);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ModelError({
      seen: `The process of ${name}(${JSON.stringify(choice)}) threw "${message}".`,
      cause: "a choice that the function does not expect",
      next: "handle every one of the action's choices",
    });
  }
}

/**
 * A frozen copy, so that an effect which edits its choice is found out and does not edit all later
 * ones.
 */
function plainChoice(action: Action, choice: Json, position: number): Json {
  try {
    canonicalText(choice);
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    throw notPlain(`The action ${action.name} has`, `choices[${position}]`, error);
  }
  return frozenCopy(choice);
}

export function predicateInstances(
  properties: readonly Property[],
  system: System,
): PredicateInstance[] {
  const state = system.initials[0] as Readonly<Record<string, readonly Json[]>>;
  const statewise = properties.filter(
    (property): property is Exclude<Property, StepProperty> => property.kind !== "step-property",
  );
  return statewise.flatMap((property) => {
    const count = property.each === null ? 1 : (state[property.each]?.length ?? 0);
    return Array.from({ length: count }, (_, index) => ({ property, index }));
  });
}

/** A name of an instance that no other instance of the system has, and the same in one like it. */
export function instanceKey(action: string, choice: Json): string {
  return `${action} ${canonicalText(choice)}`;
}

/** The instances, in their order, by what names them: of two that are alike, the first. */
export function instancesByKey(
  instances: readonly ActionInstance[],
): ReadonlyMap<string, ActionInstance> {
  const byKey = new Map<string, ActionInstance>();
  for (const each of instances) {
    const key = instanceKey(each.action.name, each.choice);
    if (!byKey.has(key)) byKey.set(key, each);
  }
  return byKey;
}

/** How messages speak of an instance: `RMPrepare(2)`. */
export function instanceName({ action, choice }: ActionInstance): string {
  return action.choices === null ? action.name : `${action.name}(${JSON.stringify(choice)})`;
}
