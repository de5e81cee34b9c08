/**
 * The nearest run that passes: the same one, but for two racing steps in the other order, or for
 * one pick that went another way, and then whatever of the rest is still possible.
 */
import type { System } from "../../checker/system.ts";
import type { Trace, TraceStep } from "../../checker/trace.ts";
import { Candidates } from "../minimise/leave-out.ts";
import { PlainRun, type Picked, type State } from "../plain-run.ts";
import type { Order, Race } from "./order.ts";

export type Neighbour =
  | {
      readonly kind: "order";
      /** What comes first in the trace, and second in the neighbour. */
      readonly race: Race;
    }
  | {
      readonly kind: "pick";
      /** The step, from 0, and what it picks instead. */
      readonly step: number;
      readonly chosen: TraceStep["chosen"];
    };

/** A run that goes on longer than this is taken to end never. */
const stepsMax = 2_000;

/** Yields the nearest passing neighbours, those that differ latest first; at most `most`. */
export function passingNeighbours(
  system: System,
  trace: Trace,
  order: Order,
  most: number,
): Neighbour[] {
  const runs = new Runs(system, trace);
  const found: Neighbour[] = [];
  for (const race of order.races()) {
    if (found.length === most) return found;
    if (runs.passes(reversed(trace.steps, order, race))) found.push({ kind: "order", race });
  }
  for (let step = trace.steps.length - 1; step >= 0 && found.length < most; step--) {
    const chosen = runs.otherPick(step);
    if (chosen !== null) found.push({ kind: "pick", step, chosen });
  }
  return found;
}

/**
 * The steps with the second one of the race before the first: the second one takes along what must
 * come before it, and the first one waits for that.
 */
function reversed(
  steps: readonly TraceStep[],
  order: Order,
  { first, second }: Race,
): readonly TraceStep[] {
  const between = steps.slice(first + 1, second);
  const early = between.filter((_, index) => order.isBefore(first + 1 + index, second));
  const late = between.filter((_, index) => !order.isBefore(first + 1 + index, second));
  const [a, b] = [steps[first] as TraceStep, steps[second] as TraceStep];
  return [...steps.slice(0, first), ...early, b, a, ...late, ...steps.slice(second + 1)];
}

class Runs {
  readonly #trace: Trace;
  readonly #run: PlainRun;
  readonly #candidates: Candidates;

  constructor(system: System, trace: Trace) {
    this.#trace = trace;
    this.#run = new PlainRun(system);
    this.#candidates = new Candidates(system, trace.property, trace.initial as State);
  }

  /** Whether a run that takes what it can of these steps, and then goes on, violates nothing. */
  passes(steps: readonly Picked[]): boolean {
    const whole = this.#ended(steps);
    return whole !== null && this.#candidates.violating(whole) === null;
  }

  /** Other picks of a step with which the run passes. */
  otherPick(index: number): TraceStep["chosen"] | null {
    const { steps, initial } = this.#trace;
    const step = steps[index] as TraceStep;
    const instance = step.chosen.length === 0 ? null : this.#run.instanceOf(step);
    if (instance === null) return null;
    let state = initial as State;
    for (const each of steps.slice(0, index)) state = this.#run.take(state, each)?.after ?? state;
    const others = this.#run.enabledOf(instance, state);
    const found = others.find(
      ({ chosen }) =>
        JSON.stringify(chosen) !== JSON.stringify(step.chosen) &&
        this.passes([...steps.slice(0, index), { ...step, chosen }, ...steps.slice(index + 1)]),
    );
    return found?.chosen ?? null;
  }

  /** The steps that can be taken, and then the first that is enabled until none is. */
  #ended(steps: readonly Picked[]): Picked[] | null {
    const taken: Picked[] = [];
    let state = this.#trace.initial as State;
    for (const step of steps) {
      const next = this.#run.take(state, step);
      if (next === null) continue;
      taken.push(next);
      state = next.after;
    }
    while (taken.length < stepsMax) {
      const [next] = this.#run.enabled(state);
      if (next === undefined) return taken;
      taken.push(next);
      state = next.after;
    }
    return null;
  }
}
