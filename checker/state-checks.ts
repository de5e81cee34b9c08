/**
 * Judges states: invariants and witnesses on each new one, `done` and the at-rest properties where
 * no step is enabled. Neither is even looked at when no cell that it ever read was written by the
 * step that led to the state: an invariant held of the one before, and a witness has a mark there.
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
import { WitnessMarks } from "./witness-marks.ts";
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

/** What to judge in a state, depending on how it was reached. */
interface Relevant {
  readonly predicates: readonly number[];
  /** The marks that are as they were in the state before. */
  readonly kept: readonly number[];
  /** Further marks that are known to be there. */
  readonly shown: readonly number[];
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
  readonly #marks: WitnessMarks;
  /** By predicate: the answer to note, false for an invariant and true for a witness. */
  readonly #notable: readonly boolean[];
  /** Predicates of which the first notable state is known. */
  readonly #settled: Uint8Array;
  /** By outcome: what to judge after it. Made anew when a predicate reads more. */
  #relevant: (Relevant | undefined)[] = [];
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
    this.#marks = new WitnessMarks(this.#onEach);
    parts.store.markWords = this.#marks.width;
    this.#notable = this.#onEach.map(({ property }) => property.kind === "witness");
    this.#settled = new Uint8Array(this.#onEach.length);
  }

  get hits(): number {
    return this.#onEachMemo.hits + this.#atRestMemo.hits + (this.#doneMemo?.hits ?? 0);
  }

  /** Counts, by id, the states that show each witness. */
  witnessCounts(): ReadonlyMap<string, number> {
    const { marks, count } = this.#parts.store;
    return this.#marks.count(marks, count);
  }

  /** Judges the new states of an inserted batch. */
  judgeFresh({ fresh, freshCount }: Batch): void {
    if (this.#onEach.length === 0) return;
    const { vias } = this.#parts.store;
    const memo = this.#onEachMemo;
    for (let each = 0; each < freshCount; each++) {
      const state = fresh[each] as number;
      const via = vias[state] as number;
      if (memo.version !== this.#relevantVersion) {
        this.#relevant = [];
        this.#relevantVersion = memo.version;
      }
      const relevant = via < 0 ? this.#relevantTo(~via) : this.#relevant[via];
      if (relevant === undefined) this.#relevant[via] = this.#judgeFirst(via, state);
      else this.#judge(relevant, state);
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

  #judge({ predicates, kept, shown }: Relevant, state: number): void {
    const { words, layout, marks, markWords, parents } = this.#parts.store;
    const parent = parents[state] as number;
    const place = state * markWords;
    for (let word = 0; word < markWords; word++) {
      const before = parent < 0 ? 0 : (marks[parent * markWords + word] as number);
      marks[place + word] = (before & (kept[word] as number)) | (shown[word] as number);
    }
    if (predicates.length === 0) return;
    const offset = state * layout.words;
    const { bits, words: wordOf } = this.#marks;
    const memo = this.#onEachMemo;
    const notable = this.#notable;
    for (let position = 0; position < predicates.length; position++) {
      const predicate = predicates[position] as number;
      const holds = memo.holds(predicate, words, offset, layout);
      if (holds !== notable[predicate]) continue;
      if (holds) {
        const word = place + (wordOf[predicate] as number);
        marks[word] = (marks[word] as number) | (bits[predicate] as number);
      }
      if (this.#settled[predicate] === 0) this.#settle(predicate, state);
    }
  }

  #settle(predicate: number, state: number): void {
    const { property } = this.#onEach[predicate] as PredicateInstance;
    if (property.kind === "witness") this.witnessed.set(property.id, state);
    else this.#note(property.id, state);
    for (const [index, each] of this.#onEach.entries()) {
      if (each.property === property) this.#settled[index] = 1;
    }
    this.#relevant = [];
  }

  #note(id: string, state: number): void {
    if (!this.violations.has(id)) this.violations.set(id, state);
  }

  /**
   * Judges the first state that was found by an outcome, and yields what to judge in the later
   * ones: the predicates that may have changed and that look at more than what the outcome fixes.
   */
  #judgeFirst(outcome: number, state: number): Relevant {
    const { store, memo } = this.#parts;
    const { words, layout, marks } = store;
    const relevant = this.#relevantTo(memo.writeSets[outcome] as number);
    this.#judge(relevant, state);
    const leafReads = memo.leafReads[memo.outcomeLeaf[outcome] as number] as Int32Array;
    const isFixed = (predicate: number): boolean =>
      this.#onEachMemo
        .readsOf(predicate, words, state * layout.words, layout)
        .every((cell) => leafReads.includes(cell));
    const fixed = relevant.predicates.filter(isFixed);
    const place = state * store.markWords;
    return {
      predicates: relevant.predicates.filter((predicate) => !fixed.includes(predicate)),
      kept: relevant.kept,
      shown: this.#marks.of(fixed).map((bits, word) => bits & (marks[place + word] as number)),
    };
  }

  /** What may have changed in a state: all predicates that ever read a cell of the write set. */
  #relevantTo(writeSet: number): Relevant {
    const written = this.#parts.sets.cells[writeSet] as readonly number[];
    const predicates = [...this.#onEach.keys()].filter((predicate) => {
      // A violated invariant has said all that it can; a witness goes on being counted.
      if (this.#settled[predicate] === 1 && this.#notable[predicate] === false) return false;
      const read = this.#onEachMemo.everRead[predicate] as ReadonlySet<number>;
      return writeSet === allCells || written.some((cell) => read.has(cell));
    });
    const kept = this.#marks.of(predicates).map((bits) => ~bits);
    return { predicates, kept, shown: kept.map(() => 0) };
  }
}
