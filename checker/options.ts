/** What a check can be told, and what it tells while it runs. */
import type { CheckWords } from "./trace.ts";
import type { Strategy } from "./verdict.ts";

/** A moment of a running search. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  readonly elapsedMs: number;
  readonly memoryBytes: number;
  /** The bound that is nearest, and how much of it is used, from 0 to 1; null when none is set. */
  readonly nearestBound: {
    readonly bound: "depth" | "states" | "elapsed" | "memory";
    readonly used: number;
  } | null;
}

/** Where a system comes from: a scenario, patches applied to it, steps left out of it. */
export interface Origin {
  /** null: it is none of the built-in ones. */
  readonly scenario: string | null;
  readonly patches: readonly string[];
  /** Each as "procedure:label". */
  readonly without: readonly string[];
  /** Parts of the scenario that are left out; left out: none. */
  readonly drop?: readonly string[];
  /** What `drmcheck check` was told; left out: it was not run. */
  readonly words?: CheckWords;
}

export interface CheckOptions {
  /**
   * "breadth-first" finds shortest traces; "depth-first" goes deep early. Default: "breadth-first".
   */
  readonly strategy?: Strategy;
  /** States further away than this many steps are not visited. */
  readonly depthMax?: number;
  /** The search ends once it has found this many states. */
  readonly statesMax?: number;
  /** The search ends after this time, in milliseconds. */
  readonly elapsedMsMax?: number;
  /**
   * The search ends before its buffers exceed this many bytes. Default: a share of the machine's
   * memory.
   */
  readonly memoryBytesMax?: number;
  /** Ids of the properties to judge; left out, all of them. */
  readonly properties?: readonly string[];
  /**
   * Evaluates samples of remembered outcomes again, and throws a ModelError when one differs. Off,
   * unless the environment variable DRMCHECK_VERIFY_PURITY is 1.
   */
  readonly verifyPurity?: boolean;
  /** Called a few times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the search; the verdict says what was found until then. */
  readonly signal?: AbortSignal;
  /** What traces should say of their origin. */
  readonly origin?: Origin;
}
