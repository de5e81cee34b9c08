/** Which steps of a run depend on which, by the cells that they looked at and wrote. */
import type { TraceStep } from "../../checker/trace.ts";
import { actorKey } from "../minimise/actors.ts";

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

/** Two steps of different processes, in the order in which they came, and nothing forced it. */
export interface Race {
  /** Positions in the trace, from 0. */
  readonly first: number;
  readonly second: number;
  /** What both touch. */
  readonly cells: readonly string[];
}

/** The order of a run: what came before what, and had to. */
export class Order {
  readonly #steps: readonly TraceStep[];
  /** By step: those that happened before it, through processes and cells. */
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
   * The races, the last one first: conflicting steps of different processes without a third one
   * that comes after the first and before the second.
   */
  races(): Race[] {
    const races: Race[] = [];
    for (let second = this.#steps.length - 1; second > 0; second--) {
      for (let first = second - 1; first >= 0; first--) {
        const race = this.#raceOf(first, second);
        if (race !== null) races.push(race);
      }
    }
    return races;
  }

  #raceOf(first: number, second: number): Race | null {
    const [a, b] = [this.#steps[first] as TraceStep, this.#steps[second] as TraceStep];
    if (isSameActor(a, b)) return null;
    const cells = conflictsOf(a, b);
    // Who starts a process, or is started, races with nobody about that.
    if (cells.length === 0 || cells.some((cell) => cell === a.choice || cell === b.choice)) {
      return null;
    }
    for (let between = first + 1; between < second; between++) {
      if (this.isBefore(first, between) && this.isBefore(between, second)) return null;
    }
    return { first, second, cells };
  }
}

function isSameActor(a: TraceStep, b: TraceStep): boolean {
  return actorKey(a.process, a.choice) === actorKey(b.process, b.choice);
}
