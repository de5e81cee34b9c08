/**
 * Riders: a cell that no recipe knows rides along in the state, and changes with every step by a
 * rule of its own, such as to count them. A rule may also forbid a step. What recipes do does not
 * depend on it, so they are evaluated once for all its values.
 */
import type { Cells } from "./cells.ts";
import { Evaluator, type Evaluation } from "./evaluation.ts";
import type { ActionInstance } from "./instances.ts";
import type { Json } from "./json.ts";
import type { MemoryBudget } from "./memory.ts";
import { leafOf, ReadTrie, unknownRef, type TrieRef } from "./read-trie.ts";
import type { System } from "./system.ts";

export interface Rider {
  /** The name of the cell, which the state does not have. */
  readonly name: string;
  readonly initial: Json;
  /** The value behind a step; null: the step is not allowed. */
  readonly next: (value: Json, step: ActionInstance) => Json | null;
}

/** The same system, and its rider in the initial states. To be searched by a `RidingEvaluator`. */
export function withRider(system: System, { name, initial }: Rider): System {
  return { ...system, initials: system.initials.map((state) => ({ ...state, [name]: initial })) };
}

/** Evaluates the steps of a system that has a rider. */
export class RidingEvaluator extends Evaluator {
  readonly #cells: Cells;
  readonly #rider: Rider;
  readonly #cell: number;
  readonly #trie: ReadTrie;
  readonly #roots = new Map<ActionInstance, TrieRef>();
  readonly #evaluations: Evaluation[] = [];
  /** By instance, then by the rider's number: its next number; -1: the step is not allowed. */
  readonly #next = new Map<ActionInstance, Map<number, number>>();

  constructor(cells: Cells, rider: Rider, memory: MemoryBudget) {
    super(cells);
    this.#cells = cells;
    this.#rider = rider;
    this.#cell = cells.names.indexOf(rider.name);
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
    const after = this.#nextOf(instance, before);
    if (after === -1) return { reads, outcomes: [] };
    if (after === before) return { reads, outcomes: evaluation.outcomes };
    const outcomes = evaluation.outcomes.map((each) => ({
      ...each,
      cells: [...each.cells, cell],
      numbers: [...each.numbers, after],
    }));
    return { reads, outcomes };
  }

  #nextOf(instance: ActionInstance, before: number): number {
    const known = this.#next.get(instance) ?? new Map<number, number>();
    this.#next.set(instance, known);
    const found = known.get(before);
    if (found !== undefined) return found;
    const value = this.#rider.next(this.#cells.valueOf(this.#cell, before), instance);
    const after = value === null ? -1 : this.#cells.numberOf(this.#cell, value);
    known.set(before, after);
    return after;
  }
}
