/** What the parts of a mutation run say to one another: jobs for workers, and their answers. */
import type { MutationPoint } from "../../model/machine/probe.ts";
import type { Mutant } from "../../model/mutants.ts";

/** What the steps of a scenario were seen to do, by title, as plain JSON. */
export interface Recorded {
  readonly scenario: string;
  readonly states: number;
  readonly deeds: Readonly<Record<string, Deeds>>;
}

export interface Deeds {
  readonly points: readonly (readonly [MutationPoint, number])[];
  readonly failed: boolean;
  readonly succeeded: boolean;
  readonly touches: boolean;
  readonly isTarget: boolean;
}

/** A scenario in which a mutant may show, and how large it is without it. */
export interface Place {
  readonly scenario: string;
  readonly states: number;
}

export type Job =
  | { readonly kind: "record"; readonly scenario: string }
  | {
      readonly kind: "judge";
      readonly mutant: Mutant;
      readonly places: readonly Place[];
      /** The mutant is given up once so many states have been visited for it. */
      readonly statesMax: number;
    }
  | {
      readonly kind: "compare";
      readonly scenario: string;
      readonly mutants: readonly Mutant[];
      /** As what the graph of each is compared. */
      readonly as: Comparison;
    };

/**
 * whole: the scenario with the mutant against the scenario; pairs: two steps as one transition, in
 * either order.
 */
export type Comparison = "whole" | "pairs";

/**
 * killed: a property is violated that the scenario keeps without the mutant; equivalent: the graphs
 * of states are equal wherever the step runs; broken: the model itself stops at it, which no user
 * could overlook; survived: nothing noticed.
 */
export type Fate = "killed" | "survived" | "equivalent" | "broken";

export interface Judged {
  readonly mutant: Mutant;
  readonly fate: Fate;
  /** What killed it, all in the same number of steps; empty if nothing did. */
  readonly by: readonly string[];
  /** What kills it there when those are not judged; empty: they alone notice. */
  readonly others: readonly string[];
  /** Where it was killed or broke. */
  readonly scenario: string | null;
  /** Steps of the shortest trace; null: not killed. */
  readonly depth: number | null;
  readonly states: number;
  readonly elapsedMs: number;
  /** In how many scenarios it was checked, of those where its step runs. */
  readonly checked: number;
  readonly of: number;
  /** Whether its graphs of states have been compared with those of the scenarios. */
  readonly compared: boolean;
  /** What makes up for a swap, as far as that was found out; null: nothing is known. */
  readonly swapped: Swapped | null;
  /** Why the model stopped, if it is broken. */
  readonly message: string | null;
}

/**
 * The two steps come to the same in either order, in every state in which they are to run, if
 * nobody runs between them, and no step goes to one of them by name. unseen: and one of them
 * touches nothing that others see; quiet: and neither locks, unlocks, waits, signals or flushes.
 */
export type Swapped = "unseen" | "quiet";

/** What is known of a mutant before anything has come of it: nothing has noticed it. */
export function unnoticed(mutant: Mutant, places: readonly Place[]): Judged {
  return {
    mutant,
    fate: "survived",
    by: [],
    others: [],
    scenario: null,
    depth: null,
    states: 0,
    elapsedMs: 0,
    checked: 0,
    of: places.length,
    compared: false,
    swapped: null,
    message: null,
  };
}

export type Answer =
  | { readonly kind: "recorded"; readonly recorded: Recorded }
  | { readonly kind: "judged"; readonly judged: Judged }
  /** The ids of those whose graphs are the same. */
  | { readonly kind: "compared"; readonly same: readonly string[] }
  | { readonly kind: "failed"; readonly message: string };
