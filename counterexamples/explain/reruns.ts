/**
 * Runs that begin as a trace does and then go another way: whether they pass. A run passes if it
 * violates nothing and ends well: it comes to where no step changes anything any more, and may end
 * there. Unless the trace violates what is judged at rest, a run that comes back to where it has
 * been passes as well: it can go round for ever.
 *
 * Models give the place of what was freed to something else. A run that goes well for that reason
 * alone would not in memory, so that runs in which what is to blame is freed and its place taken
 * again do not count.
 */
import { isDeepStrictEqual } from "node:util";
import { instanceKey, type ActionInstance } from "../../checker/instances.ts";
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { isViolated } from "../moment.ts";
import { PlainRun, type Picked, type State, type Taken } from "../plain-run.ts";
import { statesOf } from "../states.ts";
import { Course } from "./course.ts";
import { cellIn } from "./ledger.ts";
import { mayEnd } from "./safe-run.ts";
import { whoTakes } from "./who.ts";

/** How a run goes on behind a part of the trace. */
export interface Detour {
  /** How many steps of the trace come first. */
  readonly from: number;
  /** Who then goes on alone, as far as it can; null: nobody. */
  readonly alone: string | null;
  /** What is then taken, as far as it is possible; steps that are not are left out. */
  readonly steps: readonly Picked[];
  /** What an instance takes only where nobody else can go on; null: nobody waits so. */
  readonly heldBack: { readonly key: string; readonly steps: readonly Picked[] } | null;
}

/** A run that goes on longer than this is taken to end never. */
const stepsMax = 2_000;
/** For so many steps whoever goes on goes on; from then on all take turns, so that none spins. */
const stayingMax = 300;

export const keyOf = ({ action, choice }: Pick<Picked, "action" | "choice">): string =>
  instanceKey(action, choice);

/** Whether a run that goes round for ever ends well: not where ends are what is judged. */
export function mayGoRound(system: System, property: string): boolean {
  return system.properties.find(({ id }) => id === property)?.kind !== "at-rest";
}

/** Ids of what a run must not violate: all but what the trace itself violates on its way. */
export function promisesOf(system: System, { initial, steps, property }: Trace): Set<string> {
  const run = new PlainRun(system);
  const states = statesOf({ initial, steps });
  const broken = (id: string): boolean =>
    states.slice(0, -1).some((state, index) => {
      const before = states[Math.max(0, index - 1)] as State;
      return isViolated(id, { system, run, before, state, step: steps[index - 1] ?? null });
    });
  const judged = system.properties.filter(({ kind }) => kind !== "witness").map(({ id }) => id);
  return new Set([...judged.filter((id) => id !== property && !broken(id)), property]);
}

/** Whether something else has taken the place of what was freed. */
export function isRevived(state: State, dead: readonly string[]): boolean {
  return dead.some((cell) => cellIn(state, cell) !== null);
}

/** The runs beside a trace. */
export class Reruns {
  readonly run: PlainRun;
  /** Before each step of the trace, and behind the last one. */
  readonly states: readonly State[];
  readonly #system: System;
  readonly #trace: Trace;
  readonly #promises: ReadonlySet<string>;
  readonly #goesRound: boolean;
  readonly #freed: readonly string[];
  #stepsLeft: number;

  /**
   * Takes at most `stepsLeft` steps in all; from then on no run passes. `freed` are cells that the
   * trace frees and that are to blame.
   */
  constructor(system: System, trace: Trace, freed: readonly string[], stepsLeft: number) {
    this.#system = system;
    this.#trace = trace;
    this.run = new PlainRun(system);
    this.states = statesOf(trace);
    this.#promises = promisesOf(system, trace);
    this.#goesRound = mayGoRound(system, trace.property);
    this.#freed = freed;
    this.#stepsLeft = stepsLeft;
  }

  /** Yields what the detour takes until its end if the whole run passes; null: it does not. */
  passing(detour: Detour): readonly Taken[] | null {
    const dead = this.deadAt(detour.from);
    const course = new Course(
      this.states[detour.from] as State,
      (before, state, step) => isRevived(state, dead) || this.#isViolated(before, state, step),
    );
    const steps = this.#alone(course, detour);
    if (steps === null) return null;
    this.#follow(course, steps);
    const { heldBack } = detour;
    if (heldBack !== null) {
      const { instances } = this.run;
      this.#goOn(
        course,
        instances.filter((each) => keyOf(named(each)) !== heldBack.key),
      );
      // Nobody else had anything to do: it has not waited.
      if (course.taken.length === 0) return null;
      this.#follow(course, heldBack.steps);
    }
    const isOver = this.#goOn(course, this.run.instances);
    const ends =
      isOver === "round"
        ? this.#goesRound
        : isOver === "end" && mayEnd(this.#system, this.run, course.state, this.#promises);
    return ends && !course.isLost && this.#keepsAll(course) ? course.taken : null;
  }

  /** The cells to blame that have been freed behind so many steps. */
  deadAt(from: number): string[] {
    const there = (index: number, cell: string): boolean =>
      cellIn(this.states[index] as State, cell) !== null;
    return this.#freed.filter(
      (cell) =>
        !there(from, cell) && this.states.slice(0, from).some((_, index) => there(index, cell)),
    );
  }

  /** Takes what is possible of some steps. */
  #follow(course: Course, steps: readonly Picked[]): void {
    for (const step of steps) {
      if (course.isLost) return;
      const next = this.#take(course.state, step);
      if (next !== null) course.add(next);
    }
  }

  readonly #isViolated = (before: State, state: State, step: Taken): boolean => {
    const [system, run] = [this.#system, this.run];
    const { property } = this.#trace;
    const kind = system.properties.find(({ id }) => id === property)?.kind;
    // What is judged at rest, or as a deadlock, is looked at where the run ends.
    if (kind === "at-rest" || kind === undefined) return false;
    return isViolated(property, { system, run, before, state, step });
  };

  #take(state: State, step: Picked): Taken | null {
    this.#stepsLeft--;
    return this.#stepsLeft < 0 ? null : this.run.take(state, step);
  }

  /**
   * Lets one actor go on alone, by the trace first; yields the steps that are left to take. null:
   * it comes to no end.
   */
  #alone(course: Course, { alone, steps }: Detour): readonly Picked[] | null {
    if (alone === null) return steps;
    const left = [...steps];
    const own = this.run.instances.filter((each) => actorOf(each) === alone);
    for (let index = 0; index < left.length && !course.isLost;) {
      const step = left[index] as Picked;
      const instance = this.run.instanceOf(step);
      if (instance === null || actorOf(instance) !== alone) {
        index++;
        continue;
      }
      const next = this.#take(course.state, step);
      if (next === null) break;
      course.add(next);
      left.splice(index, 1);
    }
    return this.#goOn(course, own) === "end" ? left : null;
  }

  /** Lets instances go on until none changes anything, or all is as it was; null: too long. */
  #goOn(course: Course, instances: readonly ActionInstance[]): "end" | "round" | null {
    for (let length = 0; length < stepsMax && !course.isLost; length++) {
      const shift = length < stayingMax ? 0 : 1;
      const next = this.#next(course.state, turned(instances, course.taken.at(-1), shift));
      if (next === null) return this.#stepsLeft >= 0 ? "end" : null;
      course.add(next);
      if (course.isBack()) return "round";
    }
    return null;
  }

  /** The first of some instances' steps that changes anything; null: there is none. */
  #next(state: State, instances: readonly ActionInstance[]): Taken | null {
    this.#stepsLeft--;
    if (this.#stepsLeft < 0) return null;
    for (const instance of instances) {
      const found = this.run
        .enabledOf(instance, state)
        .find(({ after }) => !isDeepStrictEqual(after, state));
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Whether nothing at all is violated on the way; asked last, since it takes the longest. */
  #keepsAll({ states, taken }: Course): boolean {
    const [system, run] = [this.#system, this.run];
    const ids = system.properties
      .filter(({ id, kind }) => kind !== "at-rest" && this.#promises.has(id))
      .map(({ id }) => id);
    const holds = (index: number): boolean => {
      const [before, state] = [states[index], states[index + 1]] as [State, State];
      const moment = { system, run, before, state, step: taken[index] as Taken };
      return ids.every((id) => !isViolated(id, moment));
    };
    // A run that went wrong most often shows it at its end.
    return taken.every((_, index) => holds(taken.length - 1 - index));
  }
}

const named = ({ action, choice }: ActionInstance): Pick<Picked, "action" | "choice"> => ({
  action: action.name,
  choice,
});

const actorOf = ({ action, process, choice }: ActionInstance): string =>
  whoTakes({ action: action.name, process, choice });

/** The instances from the one of `last` on, or from the one behind it. */
function turned(
  instances: readonly ActionInstance[],
  last: Taken | undefined,
  shift: number,
): readonly ActionInstance[] {
  if (last === undefined) return instances;
  const at = instances.findIndex((each) => keyOf(named(each)) === keyOf(last)) + shift;
  return [...instances.slice(Math.max(at, 0)), ...instances.slice(0, Math.max(at, 0))];
}
