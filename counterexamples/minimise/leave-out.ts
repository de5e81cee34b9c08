/**
 * Leaves steps out of a run for as long as it violates the same property: first many at once, then
 * one by one, until no single one can be left out any more.
 */
import type { System } from "../../checker/system.ts";
import { isViolated } from "../moment.ts";
import { PlainRun, type Picked, type State, type Taken } from "../plain-run.ts";

/** Judges runs of a system by one property. */
export class Candidates {
  readonly #system: System;
  readonly #run: PlainRun;
  readonly #property: string;
  readonly #initial: State;

  constructor(system: System, property: string, initial: State) {
    this.#system = system;
    this.#run = new PlainRun(system);
    this.#property = property;
    this.#initial = initial;
  }

  /**
   * Takes those of the steps that are enabled when it is their turn, up to the first violation.
   * Yields what was taken; null: nothing is violated.
   */
  violating(steps: readonly Picked[]): Taken[] | null {
    const taken: Taken[] = [];
    let before = this.#initial;
    let state = this.#initial;
    if (this.#isViolated(before, state, null)) return taken;
    for (const step of steps) {
      const next = this.#run.take(state, step);
      if (next === null) continue;
      taken.push(next);
      [before, state] = [state, next.after];
      if (this.#isViolated(before, state, next)) return taken;
    }
    return null;
  }

  #isViolated(before: State, state: State, step: Taken | null): boolean {
    const [system, run] = [this.#system, this.#run];
    return isViolated(this.#property, { system, run, before, state, step });
  }
}

/** Yields a part of the steps from which no single one can be left out. */
export function leaveOut(
  candidates: Candidates,
  steps: readonly Taken[],
  isOver: () => boolean = () => false,
): Taken[] {
  let best = [...steps];
  for (let size = Math.ceil(best.length / 2); size >= 1;) {
    let isShorter = false;
    for (let from = best.length - size; from > -size && !isOver(); from -= size) {
      const at = Math.max(from, 0);
      const rest = [...best.slice(0, at), ...best.slice(at + size)];
      const found = candidates.violating(rest);
      if (found === null || found.length >= best.length) continue;
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
