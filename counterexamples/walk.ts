/** A walk through a system by hand: which steps are enabled, taking one, and going back. */
import { Retrace } from "../checker/retrace.ts";
import type { System } from "../checker/system.ts";
import type { TraceHead } from "../checker/trace-builder.ts";
import type { Trace } from "../checker/trace.ts";
import { violatedAt } from "./moment.ts";
import { PlainRun, type Picked, type State, type Taken } from "./plain-run.ts";

export class Walk {
  readonly #system: System;
  readonly #run: PlainRun;
  readonly #initial: State;
  #taken: Taken[] = [];

  /** Starts in one of the system's initial states. */
  constructor(system: System, initial: State = system.initials[0] as State) {
    this.#system = system;
    this.#run = new PlainRun(system);
    this.#initial = initial;
  }

  get state(): State {
    return this.#taken.at(-1)?.after ?? this.#initial;
  }

  /** The steps so far. */
  get steps(): readonly Taken[] {
    return this.#taken;
  }

  /** What can be taken now. */
  enabled(): readonly Taken[] {
    return this.#run.enabled(this.state);
  }

  /** Takes a step; false: it is not enabled. */
  take(picked: Picked): boolean {
    const taken = this.#run.take(this.state, picked);
    if (taken === null) return false;
    this.#taken.push(taken);
    return true;
  }

  /** Goes back by so many steps, at most to the start. */
  back(count: number): void {
    this.#taken = this.#taken.slice(0, Math.max(0, this.#taken.length - count));
  }

  /** Ids of the properties that are violated here, the deadlock check among them. */
  violated(): string[] {
    return violatedAt({
      system: this.#system,
      run: this.#run,
      before: this.#taken.at(-2)?.after ?? this.#initial,
      state: this.state,
      step: this.#taken.at(-1) ?? null,
    });
  }

  /** The walk as a trace. */
  trace(head: TraceHead): Trace {
    const retrace = new Retrace(this.#system, this.#initial);
    for (const each of this.#taken) retrace.take(each);
    return retrace.trace(head);
  }
}
