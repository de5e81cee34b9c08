/**
 * Whether changed systems have the same graph of states as the original one: the same states, and
 * the same transitions between them, whatever their steps are called. Many are compared in one
 * search of the original.
 *
 * The search evaluates each step of the original once for all states that look alike to it; each
 * rival's step is evaluated there, too. If a rival starts in the same states, and every step leads
 * from every state that the original reaches to where the original's leads, then by induction the
 * rival reaches the same states and nothing else. What both have read counts as read, so that two
 * states are alike only if they are for all.
 */
import type { Cells } from "./cells.ts";
import { Evaluator, type Evaluation, type Outcome } from "./evaluation.ts";
import { Exploration } from "./exploration.ts";
import { actionInstances, instanceKey, instancesByKey, type ActionInstance } from "./instances.ts";
import type { Json } from "./json.ts";
import { MemoryBudget } from "./memory.ts";
import { ModelError } from "./model-error.ts";
import { breadthFirst } from "./search/breadth-first.ts";
import type { System } from "./system.ts";

export interface Rival<S extends object> {
  /** With the same actions and choices as the original, by name. */
  readonly system: System<S>;
  /**
   * What to take each value of a cell for, so that states which differ by it are one. A step of the
   * original between two such states is none; the rival must do the same in both.
   */
  readonly rename?: (value: Json) => Json;
  /** Whether the rival may differ in the step of the original that was evaluated last. */
  readonly mayDiffer: () => boolean;
}

export interface SameGraphOptions {
  /** Gives up beyond this many states of the original. */
  readonly statesMax: number;
  /** Called before each evaluation of a step of the original. */
  readonly beforeStep: () => void;
}

/**
 * Yields for each rival whether its graph is the same; null if the original has too many states.
 * Lets others run now and then. Throws a ModelError when the original is broken.
 */
export async function sameGraph<S extends object>(
  original: System<S>,
  rivals: readonly Rival<S>[],
  { statesMax, beforeStep }: SameGraphOptions,
): Promise<boolean[] | null> {
  let comparison: Comparison | null = null;
  const exploration = new Exploration({
    system: original as unknown as System,
    properties: [],
    judgeDeadlock: false,
    memory: new MemoryBudget(),
    verifyPurity: false,
    skipCommuting: true,
    evaluatorOf: (cells) => {
      comparison = new Comparison(cells, rivals as unknown as readonly Rival<object>[], beforeStep);
      return comparison;
    },
  });
  const { isSame } = comparison as unknown as Comparison;
  compareInitials(exploration.cells, original, rivals, isSame);
  exploration.store.limit = statesMax;
  const search = breadthFirst(exploration, Number.POSITIVE_INFINITY);
  for (let turn = search.next(); isSame.includes(true); turn = search.next()) {
    if (turn.done === true) return turn.value === null ? isSame : null;
    await new Promise(setImmediate);
  }
  return isSame;
}

function compareInitials<S extends object>(
  cells: Cells,
  original: System<S>,
  rivals: readonly Rival<S>[],
  isSame: boolean[],
): void {
  for (const [index, { system, rename = (value: Json) => value }] of rivals.entries()) {
    const textOf = ({ initials }: System<S>): string => {
      const states = initials.map((state) => Array.from(cells.numbersOf(state, "A state")));
      const values = states.map((numbers) =>
        numbers.map((number, cell) => rename(cells.valueOf(cell, number))),
      );
      return JSON.stringify(values);
    };
    isSame[index] = isFit(cells, system) && textOf(system) === textOf(original);
  }
}

/** Whether the initial states of a system have the keys and lengths of these cells. */
function isFit<S extends object>({ slots }: Cells, { initials }: System<S>): boolean {
  return initials.every((state) => {
    const entries = Object.entries(state);
    return (
      entries.length === slots.length &&
      entries.every(([name, value]) => {
        const slot = slots.find((each) => each.name === name);
        return slot?.length === (Array.isArray(value) ? value.length : null);
      })
    );
  });
}

/** Evaluates the original's steps, and the rivals' with them. */
class Comparison extends Evaluator {
  /** By rival: whether nothing has differed so far. */
  readonly isSame: boolean[];
  readonly #cells: Cells;
  readonly #rivals: readonly Rival<object>[];
  readonly #beforeStep: () => void;
  /** By rival: its action instances. */
  readonly #instances: readonly ReadonlyMap<string, ActionInstance>[];
  /** By rival, then by cell and number: the number of what the value is taken for. */
  readonly #renamed: readonly Map<string, number>[];

  constructor(cells: Cells, rivals: readonly Rival<object>[], beforeStep: () => void) {
    super(cells);
    this.#cells = cells;
    this.#rivals = rivals;
    this.#beforeStep = beforeStep;
    this.#instances = rivals.map(({ system }) => instancesByKey(actionInstances(system)));
    this.#renamed = rivals.map(() => new Map<string, number>());
    this.isSame = rivals.map(() => true);
  }

  /**
   * A rival that has differed is evaluated all the same: what is read must not depend on what was
   * found before.
   */
  override step(instance: ActionInstance, numbers: Int32Array): Evaluation {
    this.#beforeStep();
    const { reads, outcomes } = super.step(instance, numbers);
    const all = new Set(reads);
    const concerned = this.#rivals.flatMap(({ mayDiffer }, index) => (mayDiffer() ? index : []));
    for (const rival of concerned) {
      const wanted = outcomes.map((each) => this.#changeOf(rival, numbers, each));
      const steps = wanted.filter((change) => change !== null);
      // The state and the next one are one for the rival, which is asked there.
      if (steps.length === 0 && wanted.length > 0) continue;
      const others = this.#outcomesOf(rival, instance, numbers);
      for (const cell of this.readSoFar()) all.add(cell);
      this.isSame[rival] &&= others !== null && this.#isAlike(rival, numbers, steps, others);
    }
    return { reads: Int32Array.from(all), outcomes };
  }

  /** What the same step of a rival comes to; null: it is broken there. */
  #outcomesOf(
    rival: number,
    instance: ActionInstance,
    numbers: Int32Array,
  ): readonly Outcome[] | null {
    const key = instanceKey(instance.action.name, instance.choice);
    const own = this.#instances[rival]?.get(key);
    if (own === undefined) return null;
    try {
      return super.step(own, numbers).outcomes;
    } catch (error) {
      if (error instanceof ModelError) return null;
      throw error;
    }
  }

  /** Whether the rival's outcomes are the steps of the original. */
  #isAlike(
    rival: number,
    numbers: Int32Array,
    steps: readonly string[],
    others: readonly Outcome[],
  ): boolean {
    const found = others.map((each) => this.#changeOf(rival, numbers, each));
    return !found.includes(null) && setText(steps) === setText(found as string[]);
  }

  /** What an outcome changes, as text; null: nothing but what values are taken for. */
  #changeOf(rival: number, before: Int32Array, { cells, numbers }: Outcome): string | null {
    const changes = cells.flatMap((cell, index) => {
      const after = this.#stoodFor(rival, cell, numbers[index] as number);
      return after === this.#stoodFor(rival, cell, before[cell] as number) ? [] : [[cell, after]];
    });
    if (changes.length === 0 && cells.length > 0) return null;
    return setText(changes.map(([cell, after]) => `${cell}=${after}`));
  }

  #stoodFor(rival: number, cell: number, number: number): number {
    const rename = this.#rivals[rival]?.rename;
    if (rename === undefined) return number;
    const known = this.#renamed[rival] as Map<string, number>;
    const key = `${cell} ${number}`;
    let renamed = known.get(key);
    if (renamed === undefined) {
      renamed = this.#cells.numberOf(cell, rename(this.#cells.valueOf(cell, number)));
      known.set(key, renamed);
    }
    return renamed;
  }
}

const setText = (parts: readonly string[]): string =>
  JSON.stringify([...new Set(parts)].toSorted());
