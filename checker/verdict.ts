/** What a check yields: plain JSON that stands alone and can be stored, compared and printed. */
import type { Trace } from "./trace.ts";

export type Outcome = "holds" | "violated" | "incomplete";

/** What cut a search short. */
export type Bound = "depth" | "states" | "elapsed" | "memory" | "interrupted";

export interface Violation {
  /** Id of the property, or "deadlock". */
  readonly property: string;
  readonly claim: string;
  /** From an initial state to the violation; the shortest such trace in a breadth-first search. */
  readonly trace: Trace;
}

export interface WitnessResult {
  readonly property: string;
  readonly claim: string;
  readonly reached: boolean;
  /** Steps to the first state that shows it; null when it was not reached. */
  readonly depth: number | null;
  /** Distinct states that show it, of those that were found. */
  readonly states: number;
}

/** How often the steps of one action, or one label within an action, were met. */
export interface Coverage {
  readonly action: string;
  /** Outcomes taken: the sum over all actions is `transitions`. */
  readonly fired: number;
  /** Pairs of a state and an instance of the action in which it was enabled. */
  readonly enabled: number;
  /** True when no instance was enabled anywhere. */
  readonly never: boolean;
  /** Outcomes by label, for actions that label their outcomes. */
  readonly labels: Readonly<Record<string, number>>;
}

export interface Statistics {
  /** Calls of recipes and predicates; everything else was remembered. */
  readonly evaluations: number;
  /** Outcomes and judgements that were looked up instead of computed. */
  readonly memoHits: number;
  /** Everything that grows with the search, counted from the engine's own buffers. */
  readonly memoryBytes: number;
  readonly bytesPerState: number;
  readonly statesPerSecond: number;
  readonly transitionsPerSecond: number;
}

export interface Verdict {
  readonly system: string;
  readonly strategy: Strategy;
  readonly outcome: Outcome;
  /** Distinct states, the initial ones included. */
  readonly states: number;
  /** Enabled step outcomes, self-loops and duplicates included. */
  readonly transitions: number;
  /**
   * Steps to the farthest state found: of the last level (breadth-first), of the longest path
   * (depth-first).
   */
  readonly depth: number;
  readonly elapsedMs: number;
  /** States per depth, for a breadth-first search; empty otherwise. */
  readonly levels: readonly number[];
  readonly violations: readonly Violation[];
  readonly witnesses: readonly WitnessResult[];
  /** What cut the search, when the outcome is "incomplete"; null otherwise. */
  readonly bound: Bound | null;
  readonly coverage: readonly Coverage[];
  readonly statistics: Statistics;
}

export type Strategy = "breadth-first" | "depth-first";
