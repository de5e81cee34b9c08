/**
 * Judges states: invariants and witnesses on each new one, `done` and the at-rest properties where
 * no step is enabled. An invariant is not even looked at when no cell that it ever read was written
 * by the step that led to the state, since it held of the state before.
 */
import type { Batch } from "./batch.ts";
import type { Cells } from "./cells.ts";
import type { Evaluator, Judgement } from "./evaluation.ts";
import { predicateInstances, type PredicateInstance } from "./instances.ts";
import type { MemoryBudget } from "./memory.ts";
import { PredicateMemo, type Predicate } from "./predicate-memo.ts";
import type { Property } from "./properties.ts";
import type { StateStore } from "./state-store.ts";
import type { StepMemo } from "./step-memo.ts";
import type { System } from "./system.ts";
import { allCells, type WriteSets } from "./write-sets.ts";

export const deadlockId = "deadlock";

/** What to judge. */
interface Judged {
  readonly system: System;
  readonly properties: readonly Property[];
  readonly judgeDeadlock: boolean;
}

interface StateCheckParts {
  readonly cells: Cells;
  readonly evaluator: Evaluator;
  readonly store: StateStore;
  readonly memo: StepMemo;
  readonly sets: WriteSets;
  readonly memory: MemoryBudget;
}

function donePredicate(done: (state: object) => boolean, evaluator: Evaluator): Predicate {
  const judge = (numbers: Int32Array): Judgement => evaluator.judgeDone(done, numbers);
  return { name: "done", judge, judgeUntracked: (numbers) => judge(numbers).holds };
}

export class StateChecks {
  /** The first state that violates each property, by id. */
  readonly violations: Map<string, number> = new Map();
  /** The first state that shows each witness, by id. */
  readonly witnessed: Map<string, number> = new Map();
  /** Whether states without an enabled step have to be judged. */
  readonly judgesTerminals: boolean;
  readonly #parts: StateCheckParts;
  readonly #onEach: readonly PredicateInstance[];
  readonly #onEachMemo: PredicateMemo;
  readonly #atRest: readonly PredicateInstance[];
  readonly #atRestMemo: PredicateMemo;
  readonly #judgesDeadlock: boolean;
  /** Null when the system does not say which states may be the last. */
  readonly #doneMemo: PredicateMemo | null;
  /** By predicate: the answer that settles it, false for an invariant and true for a witness. */
  readonly #settling: readonly boolean[];
  /** Predicates that need no more judging: a violated invariant, a reached witness. */
  readonly #settled: Uint8Array;
  /** By outcome: the predicates to judge after it. Made anew when a predicate reads more. */
  #relevant: (readonly number[] | undefined)[] = [];
  #relevantVersion: number = 0;

  constructor({ system, properties, judgeDeadlock }: Judged, parts: StateCheckParts) {
    this.#parts = parts;
    const { cells, evaluator, memory } = parts;
    const instances = predicateInstances(properties, system);
    this.#onEach = instances.filter(({ property }) => property.kind !== "at-rest");
    this.#atRest = instances.filter(({ property }) => property.kind === "at-rest");
    const memoOf = (list: readonly PredicateInstance[]): PredicateMemo => {
      const predicates = list.map((instance) => ({
        name: instance.property.id,
        judge: (numbers: Int32Array) => evaluator.judge(instance, numbers),
        judgeUntracked: (numbers: Int32Array) => evaluator.judgeUntracked(instance, numbers),
      }));
      return new PredicateMemo(predicates, cells.count, memory);
    };
    this.#onEachMemo = memoOf(this.#onEach);
    this.#atRestMemo = memoOf(this.#atRest);
    const { done } = system;
    this.#doneMemo =
      done === null
        ? null
        : new PredicateMemo([donePredicate(done, evaluator)], cells.count, memory);
    this.#judgesDeadlock = judgeDeadlock && done !== null;
    this.judgesTerminals = this.#judgesDeadlock || this.#atRest.length > 0;
    this.#settling = this.#onEach.map(({ property }) => property.kind === "witness");
    this.#settled = new Uint8Array(this.#onEach.length);
  }

  get hits(): number {
    return this.#onEachMemo.hits + this.#atRestMemo.hits + (this.#doneMemo?.hits ?? 0);
  }

  /** Judges the new states of an inserted batch. */
  judgeFresh({ fresh, freshCount }: Batch): void {
    if (this.#onEach.length === 0) return;
    const { words, layout, vias } = this.#parts.store;
    const memo = this.#onEachMemo;
    for (let each = 0; each < freshCount; each++) {
      const state = fresh[each] as number;
      const via = vias[state] as number;
      if (memo.version !== this.#relevantVersion) {
        this.#relevant = [];
        this.#relevantVersion = memo.version;
      }
      const relevant = via < 0 ? this.#writtenBy(~via) : this.#relevant[via];
      if (relevant === undefined) {
        this.#relevant[via] = this.#judgeFirst(via, state);
        continue;
      }
      for (let position = 0; position < relevant.length; position++) {
        const predicate = relevant[position] as number;
        const holds = memo.holds(predicate, words, state * layout.words, layout);
        if (holds === this.#settling[predicate]) this.#settle(predicate, state);
      }
    }
  }

  /** Judges states in which no step is enabled. */
  judgeTerminals(states: readonly number[]): void {
    const { words, layout } = this.#parts.store;
    for (const state of states) {
      const offset = state * layout.words;
      if (this.#doneMemo !== null && !this.#doneMemo.holds(0, words, offset, layout)) {
        if (this.#judgesDeadlock) this.#note(deadlockId, state);
        continue;
      }
      for (const [index, { property }] of this.#atRest.entries()) {
        if (this.violations.has(property.id)) continue;
        if (!this.#atRestMemo.holds(index, words, offset, layout)) this.#note(property.id, state);
      }
    }
  }

  /** Judges a state again and compares with what is remembered. */
  verify(numbers: Int32Array): void {
    for (const predicate of this.#onEach.keys()) this.#onEachMemo.verify(predicate, numbers);
    for (const predicate of this.#atRest.keys()) this.#atRestMemo.verify(predicate, numbers);
    this.#doneMemo?.verify(0, numbers);
  }

  #settle(predicate: number, state: number): void {
    const { property } = this.#onEach[predicate] as PredicateInstance;
    if (property.kind === "witness") {
      if (!this.witnessed.has(property.id)) this.witnessed.set(property.id, state);
    } else {
      this.#note(property.id, state);
    }
    for (const [index, each] of this.#onEach.entries()) {
      if (each.property === property) this.#settled[index] = 1;
    }
    this.#relevant = [];
  }

  #note(id: string, state: number): void {
    if (!this.violations.has(id)) this.violations.set(id, state);
  }

  /**
   * Judges the first state that was found by an outcome, and yields the predicates to judge in the
   * later ones: those that may have changed and that look at more than what the outcome fixes.
   */
  #judgeFirst(outcome: number, state: number): readonly number[] {
    const { store, memo } = this.#parts;
    const { words, layout } = store;
    const fixed = memo.leafReads[memo.outcomeLeaf[outcome] as number] as Int32Array;
    return this.#writtenBy(memo.writeSets[outcome] as number).filter((predicate) => {
      const holds = this.#onEachMemo.holds(predicate, words, state * layout.words, layout);
      if (holds === this.#settling[predicate]) this.#settle(predicate, state);
      const reads = this.#onEachMemo.readsOf(predicate, words, state * layout.words, layout);
      return !reads.every((cell) => fixed.includes(cell));
    });
  }

  /** The predicates that ever read a cell of the write set. */
  #writtenBy(writeSet: number): readonly number[] {
    const written = this.#parts.sets.cells[writeSet] as readonly number[];
    return [...this.#onEach.keys()].filter((predicate) => {
      if (this.#settled[predicate] === 1) return false;
      const read = this.#onEachMemo.everRead[predicate] as ReadonlySet<number>;
      return writeSet === allCells || written.some((cell) => read.has(cell));
    });
  }
}
