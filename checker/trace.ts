/** A trace: a run of a system as plain, versioned JSON that stands alone. */
import type { Json } from "./json.ts";

/**
 * A leaf of the state that a step changed; `old` or `new` is left out where the leaf did not exist.
 */
export interface Change {
  /** Where, in the state's own words: `resources[0].vote`. */
  readonly path: string;
  readonly old?: Json;
  readonly new?: Json;
}

export interface TraceStep {
  readonly action: string;
  /** The action's parameter; null when it has none. */
  readonly choice: Json;
  /** What each `k.choose` of the step yielded, in order. */
  readonly chosen: readonly Json[];
  readonly process: string | null;
  readonly label: string | null;
  readonly source: string | null;
  readonly changes: readonly Change[];
  /** The cells that the step looked at, written ones included: `vmas:0`, `manager`. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Words of a command line that say which system to build, as they were typed, paths included. */
export interface CheckWords {
  /** A scenario, or the path of a module. */
  readonly what: string;
  readonly patch: readonly string[];
  readonly without: readonly string[];
  readonly spec: readonly string[];
  readonly drop: readonly string[];
}

export interface Trace {
  readonly format: "drmcheck trace";
  readonly version: 3;
  readonly system: string;
  readonly scenario: string | null;
  readonly patches: readonly string[];
  /** The steps that were left out of the model, each as "procedure:label". */
  readonly without: readonly string[];
  /** The parts of the scenario that were left out, such as "1.2". */
  readonly drop: readonly string[];
  /** How to build the system again; null: as the four above say. */
  readonly words: CheckWords | null;
  readonly seed: number | null;
  readonly property: string;
  readonly claim: string;
  readonly initial: Json;
  readonly steps: readonly TraceStep[];
}
