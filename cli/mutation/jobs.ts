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
    };

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
  /** In how many of those the graph of states is equal; null: not compared. */
  readonly equal: number | null;
  /** Why the model stopped, if it is broken. */
  readonly message: string | null;
}

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
    equal: null,
    message: null,
  };
}

export type Answer =
  | { readonly kind: "recorded"; readonly recorded: Recorded }
  | { readonly kind: "judged"; readonly judged: Judged }
  | { readonly kind: "failed"; readonly message: string };
