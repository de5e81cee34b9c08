/**
 * What looks into a run step by step: one probe notes what each step does, another one makes it do
 * something else. Runs that measure nothing have none.
 */
import type { Errno } from "./errno.ts";
import { isError } from "./errno.ts";

/** What primitives do and a mutant may leave undone. */
export const mutationPoints = ["get", "put", "lock", "unlock", "wait", "signal", "flush"] as const;
export type MutationPoint = (typeof mutationPoints)[number];

/** What the runner tells a probe. */
export interface StepProbe {
  /** A procedure is called, or was called by the process whose transition begins. */
  enters(procedure: string): void;
  /** A step begins: "procedure: label". */
  begin(title: string): void;
  /** A step goes on at one that it names, now or once its callee has returned. */
  goesTo(title: string): void;
  /** A primitive asks whether to leave undone what it is about to do. */
  skips(point: MutationPoint): boolean;
  /** The step returns a value to its caller; yields the one to return. */
  returns(value: unknown): unknown;
  /** The step has ended; `touched`: it has looked at what another process may change. */
  ended(touched: boolean): void;
}

/** What one step was seen to do. */
export interface StepDeeds {
  /** How often it reaches each point, at most, in one evaluation. */
  readonly points: Map<MutationPoint, number>;
  /** Whether it returned an error, and whether it returned 0. */
  failed: boolean;
  succeeded: boolean;
  /** Whether it has ever looked at what another process may change. */
  touches: boolean;
  /** Whether some step goes to it by its name. */
  isTarget: boolean;
}

/** A probe that changes nothing. */
class Onlooker implements StepProbe {
  enters(_procedure: string): void {}
  begin(_title: string): void {}
  goesTo(_title: string): void {}
  ended(_touched: boolean): void {}

  skips(_point: MutationPoint): boolean {
    return false;
  }

  returns(value: unknown): unknown {
    return value;
  }
}

/** Notes which procedures a transition may run, or go on with later. */
export class Visits extends Onlooker {
  readonly procedures: Set<string> = new Set();

  override enters(procedure: string): void {
    this.procedures.add(procedure);
  }
}

/** Notes what each step does, by title. */
export class Recorder extends Onlooker {
  readonly deeds: Map<string, StepDeeds> = new Map();
  #current: StepDeeds = newDeeds();
  readonly #counts = new Map<MutationPoint, number>();

  override begin(title: string): void {
    this.#current = this.#deedsOf(title);
    this.#counts.clear();
  }

  override goesTo(title: string): void {
    this.#deedsOf(title).isTarget = true;
  }

  override skips(point: MutationPoint): boolean {
    const count = (this.#counts.get(point) ?? 0) + 1;
    this.#counts.set(point, count);
    const { points } = this.#current;
    if (count > (points.get(point) ?? 0)) points.set(point, count);
    return false;
  }

  override returns(value: unknown): unknown {
    if (value === 0) this.#current.succeeded = true;
    else if (typeof value === "string" && isError(value)) this.#current.failed = true;
    return value;
  }

  override ended(touched: boolean): void {
    if (touched) this.#current.touches = true;
  }

  #deedsOf(title: string): StepDeeds {
    const known = this.deeds.get(title);
    if (known !== undefined) return known;
    const deeds = newDeeds();
    this.deeds.set(title, deeds);
    return deeds;
  }
}

export const newDeeds = (): StepDeeds => ({
  points: new Map(),
  failed: false,
  succeeded: false,
  touches: false,
  isTarget: false,
});

/** What a mutant changes inside of one step. */
export type Change =
  | { readonly leaveOut: MutationPoint; readonly ordinal: number }
  | { readonly returns: "success" | Errno };

/** Changes one step, and leaves all others as they are. */
export class Mutator extends Onlooker {
  readonly #title: string;
  readonly #change: Change;
  #isHere = false;
  #count = 0;

  constructor(title: string, change: Change) {
    super();
    this.#title = title;
    this.#change = change;
  }

  override begin(title: string): void {
    this.#isHere = title === this.#title;
    this.#count = 0;
  }

  override skips(point: MutationPoint): boolean {
    const change = this.#change;
    if (!this.#isHere || !("leaveOut" in change) || change.leaveOut !== point) return false;
    this.#count++;
    return this.#count === change.ordinal;
  }

  override returns(value: unknown): unknown {
    const change = this.#change;
    if (!this.#isHere || !("returns" in change)) return value;
    if (change.returns !== "success") return value === 0 ? change.returns : value;
    return typeof value === "string" && isError(value) ? 0 : value;
  }
}
