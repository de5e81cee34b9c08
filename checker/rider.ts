/**
 * Riders: a cell that no recipe sees rides along in the state, and changes with every step by a
 * rule of its own, such as to count them. A rule may also forbid a step. What recipes do does not
 * depend on it, so they are evaluated once for all its values.
 */
import { riderName, type Cells } from "./cells.ts";
import { Evaluator, type Evaluation, type Outcome } from "./evaluation.ts";
import type { ActionInstance } from "./instances.ts";
import type { Json } from "./json.ts";
import type { MemoryBudget } from "./memory.ts";
import { leafOf, ReadTrie, unknownRef, type TrieRef } from "./read-trie.ts";
import type { System } from "./system.ts";

export interface Rider {
  /** The value in an initial state. */
  readonly initial: (state: object) => Json;
  /**
   * The value behind a step; null: the step is not allowed. `taken` is how many cells of
   * collections it has taken into use, less those that it has freed: what is null is not in use.
   */
  readonly next: (value: Json, step: ActionInstance, taken: number) => Json | null;
}

/** In place of a number: the step is not allowed. */
const forbidden = -1;

/** The same system, and its rider in the initial states. To be searched by a `RidingEvaluator`. */
export function withRider(system: System, { initial }: Rider): System {
  return {
    ...system,
    initials: system.initials.map((state) => ({ ...state, [riderName]: initial(state) })),
  };
}

/** Evaluates the steps of a system that has a rider. */
export class RidingEvaluator extends Evaluator {
  readonly #cells: Cells;
  readonly #rider: Rider;
  readonly #cell: number;
  readonly #trie: ReadTrie;
  readonly #roots = new Map<ActionInstance, TrieRef>();
  readonly #evaluations: Evaluation[] = [];
  /** By instance, then by the rider's number and what is taken: its next number. */
  readonly #next = new Map<ActionInstance, Map<string, number>>();

  constructor(cells: Cells, rider: Rider, memory: MemoryBudget) {
    super(cells);
    this.#cells = cells;
    this.#rider = rider;
    this.#cell = cells.names.indexOf(riderName);
    this.#trie = new ReadTrie(memory);
  }

  override step(instance: ActionInstance, numbers: Int32Array): Evaluation {
    return this.#ridden(instance, numbers, this.#remembered(instance, numbers));
  }

  override stepOnDrafts(instance: ActionInstance, numbers: Int32Array): Evaluation {
    return this.#ridden(instance, numbers, super.stepOnDrafts(instance, numbers));
  }

  #remembered(instance: ActionInstance, numbers: Int32Array): Evaluation {
    const root = this.#roots.get(instance) ?? unknownRef;
    const place = this.#trie.walk(root, numbers);
    if (place !== unknownRef) return this.#evaluations[leafOf(place)] as Evaluation;
    const evaluation = super.step(instance, numbers);
    const leaf = this.#evaluations.push(evaluation) - 1;
    this.#roots.set(instance, this.#trie.add(root, evaluation.reads, numbers, leaf));
    return evaluation;
  }

  /** The rider is looked at last: nobody asks for it where the step is not enabled anyway. */
  #ridden(instance: ActionInstance, numbers: Int32Array, evaluation: Evaluation): Evaluation {
    if (evaluation.outcomes.length === 0) return evaluation;
    const cell = this.#cell;
    const reads = Int32Array.of(...evaluation.reads, cell);
    const before = numbers[cell] as number;
    const outcomes = evaluation.outcomes.flatMap((each) => {
      const after = this.#nextOf(instance, before, this.#taken(numbers, each));
      if (after === forbidden) return [];
      if (after === before) return each;
      return { ...each, cells: [...each.cells, cell], numbers: [...each.numbers, after] };
    });
    return { reads, outcomes };
  }

  #nextOf(instance: ActionInstance, before: number, taken: number): number {
    const known = this.#next.get(instance) ?? new Map<string, number>();
    this.#next.set(instance, known);
    const key = `${before} ${taken}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = this.#rider.next(this.#cells.valueOf(this.#cell, before), instance, taken);
    const after = value === null ? forbidden : this.#cells.numberOf(this.#cell, value);
    known.set(key, after);
    return after;
  }

  #taken(before: Int32Array, { cells, numbers }: Outcome): number {
    let taken = 0;
    for (const [index, cell] of cells.entries()) {
      if (!this.#isOfCollection(cell)) continue;
      const was = this.#cells.valueOf(cell, before[cell] as number) !== null;
      const is = this.#cells.valueOf(cell, numbers[index] as number) !== null;
      taken += Number(is) - Number(was);
    }
    return taken;
  }

  #isOfCollection(cell: number): boolean {
    return (this.#cells.names[cell] as string).includes(":");
  }
}
