/** A run that grows: what it has taken so far, and whether it has gone wrong or round. */
import { isDeepStrictEqual } from "node:util";
import type { State, Taken } from "../plain-run.ts";

export class Course {
  /** In order. */
  readonly taken: Taken[] = [];
  /** Where it starts, and what lies behind each step. */
  readonly states: State[];
  /** Something was violated on the way. */
  isLost: boolean = false;
  readonly #isViolated: (before: State, state: State, step: Taken) => boolean;
  #anchor: State | null = null;

  constructor(start: State, isViolated: (before: State, state: State, step: Taken) => boolean) {
    this.states = [start];
    this.#isViolated = isViolated;
  }

  get state(): State {
    return this.states.at(-1) as State;
  }

  add(step: Taken): void {
    this.isLost ||= this.#isViolated(this.state, step.after, step);
    this.taken.push(step);
    this.states.push(step.after);
  }

  /** Whether it is where it was at the last length that was a power of two (Brent, 1980). */
  isBack(): boolean {
    const { length } = this.taken;
    const isBack = this.#anchor !== null && isDeepStrictEqual(this.#anchor, this.state);
    if ((length & (length - 1)) === 0) this.#anchor = this.state;
    return isBack;
  }
}
