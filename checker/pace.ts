/**
 * Watches the clock while a search runs: its time bound, its progress reports and the event loop.
 */
import type { Exploration } from "./exploration.ts";
import type { CheckOptions, Progress } from "./options.ts";

/** How long the search may keep the event loop busy. */
const turnMs = 40;
const progressEveryMs = 200;

export class Pace {
  readonly #options: CheckOptions;
  readonly #start: number = performance.now();
  #turnStart: number = this.#start;
  #lastProgress: number = this.#start;

  constructor(options: CheckOptions) {
    this.#options = options;
  }

  get elapsedMs(): number {
    return performance.now() - this.#start;
  }

  /** Says how to go on after the search has yielded. */
  pause(exploration: Exploration): "go on" | "let others run" | "elapsed" | "interrupted" {
    const now = performance.now();
    const { elapsedMsMax, onProgress, signal } = this.#options;
    if (signal?.aborted === true) return "interrupted";
    if (elapsedMsMax !== undefined && now - this.#start >= elapsedMsMax) return "elapsed";
    if (onProgress !== undefined && now - this.#lastProgress >= progressEveryMs) {
      this.#lastProgress = now;
      onProgress(this.#progress(exploration, now));
    }
    if (now - this.#turnStart < turnMs) return "go on";
    this.#turnStart = now;
    return "let others run";
  }

  #progress({ store, successors, depth, memory }: Exploration, now: number): Progress {
    const { depthMax, statesMax, elapsedMsMax } = this.#options;
    const elapsedMs = now - this.#start;
    const bounds = [
      { bound: "depth" as const, used: depthMax === undefined ? 0 : depth / depthMax },
      { bound: "states" as const, used: statesMax === undefined ? 0 : store.count / statesMax },
      { bound: "elapsed" as const, used: elapsedMs / (elapsedMsMax ?? Number.POSITIVE_INFINITY) },
      { bound: "memory" as const, used: memory.bytes / memory.bytesMax },
    ];
    const nearestBound = bounds.reduce((a, b) => (b.used > a.used ? b : a));
    return {
      states: store.count,
      transitions: successors.transitions,
      depth,
      frontier: store.count - successors.expanded,
      elapsedMs,
      memoryBytes: memory.bytes,
      nearestBound: nearestBound.used > 0 ? nearestBound : null,
    };
  }
}
