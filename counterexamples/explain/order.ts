/** Which steps of a run depend on which, by the cells that they looked at and wrote. */
import type { System } from "../../checker/system.ts";
import type { Trace, TraceStep } from "../../checker/trace.ts";
import { PlainRun, type State } from "../plain-run.ts";
import { statesOf } from "../states.ts";
import { whoTakes } from "./who.ts";

/** Cells that one of two steps writes and the other one looks at or writes. */
function conflictsOf(a: TraceStep, b: TraceStep): string[] {
  const touched = new Set([...b.reads, ...b.writes]);
  const other = new Set(b.writes);
  return [
    ...new Set([
      ...a.writes.filter((cell) => touched.has(cell)),
      ...a.reads.filter((cell) => other.has(cell)),
    ]),
  ];
}

/** Two steps of different actors, in the order in which they came, and nothing forced it. */
export interface Race {
  /** Positions in the trace, from 0. */
  readonly first: number;
  readonly second: number;
  /** What both touch. */
  readonly cells: readonly string[];
}

/** The order of a run: what came before what, through processes and cells. */
export class Order {
  readonly #steps: readonly TraceStep[];
  /** By step: those that happened before it. */
  readonly #before: readonly ReadonlySet<number>[];

  constructor(steps: readonly TraceStep[]) {
    this.#steps = steps;
    const before: Set<number>[] = [];
    for (const [index, step] of steps.entries()) {
      const all = new Set<number>();
      for (let earlier = index - 1; earlier >= 0; earlier--) {
        if (all.has(earlier)) continue;
        const other = steps[earlier] as TraceStep;
        if (!isSameActor(other, step) && conflictsOf(other, step).length === 0) continue;
        all.add(earlier);
        for (const each of before[earlier] ?? []) all.add(each);
      }
      before.push(all);
    }
    this.#before = before;
  }

  /** Whether `first` happened before `second`, through whatever lies between. */
  isBefore(first: number, second: number): boolean {
    return this.#before[second]?.has(first) ?? false;
  }

  /**
   * The steps with the second one of a pair before the first: the second one takes along what must
   * come before it, and the first one waits for that.
   */
  reversed({ first, second }: Pick<Race, "first" | "second">): readonly TraceStep[] {
    const steps = this.#steps;
    const isEarly = (_: TraceStep, index: number): boolean =>
      this.isBefore(first + 1 + index, second);
    const between = steps.slice(first + 1, second);
    const early = between.filter(isEarly);
    const late = between.filter((step, index) => !isEarly(step, index));
    const [a, b] = [steps[first] as TraceStep, steps[second] as TraceStep];
    return [...steps.slice(0, first), ...early, b, a, ...late, ...steps.slice(second + 1)];
  }

  /**
   * Pairs of steps of different actors that touch the same cells, the last one first. The first one
   * is the last that its actor takes before the second one: the others have to come before it.
   */
  conflicts(): Race[] {
    const found: Race[] = [];
    for (let second = this.#steps.length - 1; second > 0; second--) {
      for (let first = second - 1; first >= 0; first--) {
        const race = this.#conflictOf(first, second);
        if (race !== null) found.push(race);
      }
    }
    return found;
  }

  #conflictOf(first: number, second: number): Race | null {
    const [a, b] = [this.#steps[first] as TraceStep, this.#steps[second] as TraceStep];
    if (isSameActor(a, b)) return null;
    const cells = conflictsOf(a, b);
    // Who starts a process, or is started, races with nobody about that.
    if (cells.length === 0 || cells.some((cell) => cell === a.choice || cell === b.choice)) {
      return null;
    }
    for (let between = first + 1; between < second; between++) {
      const isOwn = isSameActor(this.#steps[between] as TraceStep, a);
      if (isOwn && this.isBefore(between, second)) return null;
    }
    return { first, second, cells: this.#tellingOf(cells, second) };
  }

  /** Without what nobody but the last step ever writes, as it writes down that it went wrong. */
  #tellingOf(cells: readonly string[], second: number): readonly string[] {
    const { length } = this.#steps;
    if (second < length - 1) return cells;
    const earlier = new Set(this.#steps.slice(0, -1).flatMap(({ writes }) => writes));
    const telling = cells.filter((cell) => earlier.has(cell));
    return telling.length === 0 ? cells : telling;
  }
}

/**
 * The races of a run, the last one first: conflicting pairs of which the second step can be taken
 * before the first. Where it cannot, as behind an unlock that a lock waits for, the order was
 * forced.
 */
export function racesOf(system: System, trace: Trace, order: Order): Race[] {
  const run = new PlainRun(system);
  const states = statesOf(trace);
  return order.conflicts().filter((race) => {
    const { first, second } = race;
    let state = states[first] as State;
    for (const step of order.reversed(race).slice(first)) {
      const next = run.take(state, step);
      if (next === null) return false;
      if (step === trace.steps[second]) return true;
      state = next.after;
    }
    return false;
  });
}

const isSameActor = (a: TraceStep, b: TraceStep): boolean => whoTakes(a) === whoTakes(b);
