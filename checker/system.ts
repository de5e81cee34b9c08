/**
 * A system: its initial states, the actions that may happen and the properties to judge. It is data
 * plus pure functions, and all that the engine knows of a model.
 */
import type { Json } from "./json.ts";
import { ModelError } from "./model-error.ts";
import { nearestName } from "./nearest-name.ts";
import type { Property } from "./properties.ts";

/** What an effect can call: branching, and what a trace should say of the step. */
export interface Kit {
  /** Yields one of `alternatives`; every one of them is explored, each as an outcome of its own. */
  choose<Alternative extends Json>(alternatives: readonly Alternative[]): Alternative;
  /** Gives this alternative up: it is not enabled here, and its edits are dropped. */
  disabled(): never;
  /** Names this outcome in traces and coverage. The last call counts. */
  label(text: string, detail?: { readonly process?: string; readonly source?: string }): void;
}

/** The parts of an action; `S` is the state, `Choice` one of `choices`. */
export interface ActionParts<S, Choice> {
  /** One instance of the action a value; left out, there is one instance without a choice. */
  readonly choices?: readonly Choice[];
  /** Whether the step is enabled. Left out, it always is. Must be pure and return true or false. */
  readonly guard?: (state: S, choice: Choice) => boolean;
  /** Edits a draft of the state. Must be pure: it sees nothing but its arguments. */
  readonly effect: (state: S, choice: Choice, kit: Kit) => void;
  /** Who takes the step, for traces: a name, or a function of the choice. */
  readonly process?: string | ((choice: Choice) => string);
  /** Where the step is taken from: a paper, a file and function. */
  readonly source?: string;
}

/** An action: a named family of steps, one instance a choice. Made by `action`. */
export interface Action<in S = never> {
  readonly kind: "action";
  readonly name: string;
  readonly choices: readonly Json[] | null;
  readonly guard: ((state: S, choice: never) => boolean) | null;
  readonly effect: (state: S, choice: never, kit: Kit) => void;
  readonly process: string | ((choice: never) => string) | null;
  readonly source: string | null;
}

/**
 * Defines an action. Annotate the state in the first function, `(s: State, i) => ...`, to have it
 * checked; without, it is `any`.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- unknown would refuse the short form
export function action<S = any, Choice extends Json = null>(
  name: string,
  parts: ActionParts<S, Choice>,
): Action<S> {
  return {
    kind: "action",
    name,
    choices: parts.choices ?? null,
    guard: parts.guard ?? null,
    effect: parts.effect,
    process: parts.process ?? null,
    source: parts.source ?? null,
  };
}

/** What `system` takes. */
export interface SystemParts<S extends object> {
  readonly name: string;
  /** A state, or several. Every top-level array is a collection; its elements are the cells. */
  readonly initial: S | readonly S[];
  readonly actions: readonly Action<NoInfer<S>>[];
  /** Says which states may legitimately be the last. Declaring it turns the deadlock check on. */
  readonly done?: (state: NoInfer<S>) => boolean;
  /** Collections whose cells are interchangeable. */
  readonly symmetric?: readonly string[];
  readonly properties?: readonly Property<NoInfer<S>>[];
}

/** A system, ready to be checked. Made by `system`. */
export interface System<S extends object = object> {
  readonly kind: "system";
  readonly name: string;
  readonly initials: readonly S[];
  readonly actions: readonly Action<S>[];
  readonly done: ((state: S) => boolean) | null;
  readonly symmetric: readonly string[];
  readonly properties: readonly Property<S>[];
}

/**
 * Defines a system. Throws a ModelError when two actions or two properties share a name, when a
 * name in `symmetric` is no collection, or when there is no initial state.
 */
export function system<S extends object>(parts: SystemParts<S>): System<S> {
  const initials: readonly S[] = Array.isArray(parts.initial)
    ? parts.initial
    : [parts.initial as S];
  const properties = parts.properties ?? [];
  const [first] = initials;
  if (first === undefined) {
    throw new ModelError({
      seen: `The system "${parts.name}" has no initial state.`,
      cause: "an empty array under `initial`",
      next: "give one state, or an array with at least one",
    });
  }
  if (typeof first !== "object" || first === null) {
    throw new ModelError({
      seen: `The initial state of the system "${parts.name}" is ${JSON.stringify(first)}.`,
      cause: "a state that is one value rather than a record of them",
      next: "give a record such as { counter: 0 }: its keys and its arrays' elements are cells",
    });
  }
  refuseTwins(
    "actions",
    parts.actions.map((each) => each.name),
  );
  refuseTwins(
    "properties",
    properties.map((each) => each.id),
  );
  const collections = Object.keys(first).filter((key) => Array.isArray(first[key as keyof S]));
  const named = [...(parts.symmetric ?? []), ...properties.flatMap((each) => each.each ?? [])];
  for (const name of named) {
    if (collections.includes(name)) continue;
    throw new ModelError({
      seen: `The system "${parts.name}" names the collection "${name}", which it does not have.`,
      cause: "a misspelt name, or a top-level value that is not an array",
      next: nearestName(name, collections),
    });
  }
  return {
    kind: "system",
    name: parts.name,
    initials,
    actions: parts.actions,
    done: parts.done ?? null,
    symmetric: parts.symmetric ?? [],
    properties,
  };
}

function refuseTwins(what: string, names: readonly string[]): void {
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin === undefined) return;
  throw new ModelError({
    seen: `Two ${what} are called "${twin}".`,
    cause: "a copied definition",
    next: "give each a name of its own: traces and options speak of them by name",
  });
}
