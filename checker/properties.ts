/**
 * The kinds of property: what must hold of every state, of every step, at rest, and what must be
 * reachable.
 */
import type { Json } from "./json.ts";

/** One step as a step property sees it. */
export interface Step {
  readonly action: string;
  readonly choice: Json;
  readonly process: string | null;
  readonly label: string | null;
  readonly source: string | null;
}

interface Common {
  readonly id: string;
  /** One sentence that says what is claimed. */
  readonly claim: string;
  /** Where the claim comes from. */
  readonly source: string | null;
  /** The collection whose cells are judged one by one; null: the state is judged as a whole. */
  readonly each: string | null;
}

/** With `each`, the predicate is called once for every cell of that collection, with its index. */
type StatePredicate<S> = (state: S, index: number) => boolean;

export interface Invariant<in S = never> extends Common {
  readonly kind: "invariant";
  readonly holds: StatePredicate<S>;
}
export interface AtRest<in S = never> extends Common {
  readonly kind: "at-rest";
  readonly holds: StatePredicate<S>;
}
export interface Witness<in S = never> extends Common {
  readonly kind: "witness";
  readonly holds: StatePredicate<S>;
}
export interface StepProperty<in S = never> extends Common {
  readonly kind: "step-property";
  readonly holds: (before: S, after: S, step: Step) => boolean;
}

export type Property<S = never> = Invariant<S> | AtRest<S> | Witness<S> | StepProperty<S>;

const kinds: readonly unknown[] = ["invariant", "at-rest", "witness", "step-property"];

/** The properties that a module exports there: one, or the two of a spec; none of anything else. */
export function propertiesIn(value: unknown): Property[] {
  if (typeof value !== "object" || value === null) return [];
  if ("kind" in value && kinds.includes(value.kind)) return [value as Property];
  if (!("property" in value)) return [];
  const { property, witness: premise } = value as { property: unknown; witness?: unknown };
  return [...propertiesIn(property), ...propertiesIn(premise)];
}

interface Claim {
  readonly claim: string;
  readonly source?: string;
}
interface StateClaim<S> extends Claim {
  /** Judge each cell of this collection on its own: small footprints, precise blame. */
  readonly each?: string;
  readonly holds: StatePredicate<S>;
}

/* A type parameter that cannot be inferred falls back to `any`, so that the short form compiles:
   annotate the state, `holds: (s: State) => ...`, to have it checked. */

/** What must hold of every reachable state. */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
export function invariant<S = any>(id: string, parts: StateClaim<S>): Invariant<S> {
  return { kind: "invariant", ...common(id, parts), holds: parts.holds };
}

/**
 * What must hold once everything has ended: in every state without an enabled step, except those
 * that `done` calls stuck, which are deadlocks instead.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
export function atRest<S = any>(id: string, parts: StateClaim<S>): AtRest<S> {
  return { kind: "at-rest", ...common(id, parts), holds: parts.holds };
}

/**
 * What some reachable state must show: proof that a run, or a property's premise, is not vacuous.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
export function witness<S = any>(
  id: string,
  parts: Claim & { readonly each?: string; readonly reached: StatePredicate<S> },
): Witness<S> {
  return { kind: "witness", ...common(id, parts), holds: parts.reached };
}

/**
 * What must hold of every step, given the state before it, the state after it, and who did what.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
export function stepProperty<S = any>(
  id: string,
  parts: Claim & { readonly holds: (before: S, after: S, step: Step) => boolean },
): StepProperty<S> {
  return { kind: "step-property", ...common(id, parts), holds: parts.holds };
}

function common(id: string, parts: Claim & { readonly each?: string }): Common {
  return { id, claim: parts.claim, source: parts.source ?? null, each: parts.each ?? null };
}
