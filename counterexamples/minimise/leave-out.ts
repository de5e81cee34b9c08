/**
 * Leaves steps out of a run for as long as it violates the same property: first many at once, then
 * one by one, until no single one can be left out any more.
 */
import { deadlockId } from "../../checker/state-checks.ts";
import type { System } from "../../checker/system.ts";
import { isViolated } from "../moment.ts";
import { PlainRun, type Picked, type State, type Taken } from "../plain-run.ts";
import { isLess, sizeOf, type Size } from "./size.ts";

/** Judges runs of a system by one property. */
export class Candidates {
  readonly #system: System;
  readonly #run: PlainRun;
  readonly #property: string;
  readonly #initial: State;
  /** Whether only the end of a run, where nobody can go on, can violate it. */
  readonly #isOfEnds: boolean;

  constructor(system: System, property: string, initial: State) {
    this.#system = system;
    this.#run = new PlainRun(system);
    this.#property = property;
    this.#initial = initial;
    const kind = system.properties.find(({ id }) => id === property)?.kind;
    this.#isOfEnds = property === deadlockId || kind === "at-rest";
  }

  /** The size of a run, but for the parts that all runs of a system share. */
  sizeOf(steps: readonly Taken[]): Size {
    return sizeOf(this.#initial, steps, { objects: 0, operations: 0, injections: 0 });
  }

  /**
   * Takes those of the steps that are enabled when it is their turn, up to the first violation.
   * Yields what was taken; null: nothing is violated.
   */
  violating(steps: readonly Picked[]): Taken[] | null {
    return this.#violating(steps, false);
  }

  /**
   * The same, but when the steps have come to their end, the run goes on: whoever was last goes on
   * if he can, or else the first who can.
   */
  violatingInTheEnd(steps: readonly Picked[]): Taken[] | null {
    return this.#violating(steps, true);
  }

  #violating(steps: readonly Picked[], goesOn: boolean): Taken[] | null {
    const taken: Taken[] = [];
    let before = this.#initial;
    let state = this.#initial;
    if (this.#isViolated(before, state, null)) return taken;
    const isViolatedBy = (next: Taken): boolean => {
      taken.push(next);
      [before, state] = [state, next.after];
      return !this.#isOfEnds && this.#isViolated(before, state, next);
    };
    for (const step of steps) {
      const next = this.#run.take(state, step);
      if (next !== null && isViolatedBy(next)) return taken;
    }
    const most = goesOn ? stepsMax : 0;
    while (taken.length < most) {
      const next = this.#run.next(state, taken.at(-1) ?? null);
      if (next === null) break;
      if (isViolatedBy(next)) return taken;
    }
    return this.#isOfEnds && this.#isViolated(before, state, taken.at(-1) ?? null) ? taken : null;
  }

  #isViolated(before: State, state: State, step: Taken | null): boolean {
    const [system, run] = [this.#system, this.#run];
    return isViolated(this.#property, { system, run, before, state, step });
  }
}

/** A run that goes on longer than this is taken to end never. */
const stepsMax = 2_000;

/**
 * Yields a plainer run that takes a part of the steps, of which no single one can be left out;
 * null: they violate nothing.
 */
export function leaveOut(
  candidates: Candidates,
  steps: readonly Picked[],
  isOver: () => boolean = () => false,
): Taken[] | null {
  let best = candidates.violating(steps);
  for (let size = Math.ceil((best?.length ?? 0) / 2); size >= 1 && best !== null;) {
    let isShorter = false;
    for (let from = best.length - size; from > -size && !isOver(); from -= size) {
      const at = Math.max(from, 0);
      const rest = [...best.slice(0, at), ...best.slice(at + size)];
      const found = candidates.violating(rest);
      if (found === null || !isLess(candidates.sizeOf(found), candidates.sizeOf(best))) continue;
      best = found;
      isShorter = true;
      from = Math.min(from, best.length);
    }
    if (isOver()) break;
    if (size > 1) size = Math.ceil(size / 2);
    else if (!isShorter) break;
  }
  return best;
}
