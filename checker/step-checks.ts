/**
 * Judges steps by step properties. For an outcome the cells that its step read and wrote are fixed,
 * so what a property can still depend on are the others; most look at none of them, and are judged
 * once an outcome.
 */
import type { Evaluator, Outcome } from "./evaluation.ts";
import type { ActionInstance } from "./instances.ts";
import type { MemoryBudget } from "./memory.ts";
import { impure } from "./predicate-memo.ts";
import type { Step, StepProperty } from "./properties.ts";
import { leafRef, ReadsDiffer, ReadTrie, unknownRef, type TrieRef } from "./read-trie.ts";
import type { StateStore } from "./state-store.ts";
import type { Taken } from "./step-groups.ts";
import type { StepMemo } from "./step-memo.ts";

/** A step that violates a property. */
export interface StepViolation {
  readonly property: StepProperty;
  readonly state: number;
  readonly instance: number;
  readonly outcome: Outcome;
}

const violatedLeaf = 0;
const holdsLeaf = 1;

/** By outcome: judged not at all, always fine, or dependent on other cells. */
const unjudged = 0;
const alwaysFine = 1;

export class StepChecks {
  readonly active: boolean;
  /** The first violation of each property. */
  readonly violations: Map<string, StepViolation> = new Map();
  readonly #properties: readonly StepProperty[];
  readonly #evaluator: Evaluator;
  readonly #trie: ReadTrie;
  #status: Uint8Array = new Uint8Array(256);
  /** By outcome and property: the root of its trie. */
  readonly #roots: TrieRef[] = [];
  readonly #numbers: Int32Array;
  #hits: number = 0;

  constructor(
    properties: readonly StepProperty[],
    evaluator: Evaluator,
    cellCount: number,
    memory: MemoryBudget,
  ) {
    this.#numbers = new Int32Array(cellCount);
    this.active = properties.length > 0;
    this.#properties = properties;
    this.#evaluator = evaluator;
    this.#trie = new ReadTrie(memory);
  }

  /** Yields what undoes the violations found from now on. */
  violationsUndoable(): () => void {
    const known = new Set(this.violations.keys());
    return () => {
      for (const id of this.violations.keys()) if (!known.has(id)) this.violations.delete(id);
    };
  }

  /** Judgements that were looked up. */
  get hits(): number {
    return this.#hits;
  }

  /**
   * Judges the steps taken in the states from `from` on, and records violations. Cuts `taken`
   * before a state for which a judgement is not remembered: `learn` its leaves.
   */
  cut(taken: Taken, from: number, memo: StepMemo, store: StateStore): void {
    let start = 0;
    for (let each = 0; each < taken.states; each++) {
      const end = taken.ends[each] as number;
      if (!this.#pass(taken.leaves.subarray(start, end), from + each, memo, store)) {
        taken.states = each;
        return;
      }
      start = end;
    }
  }

  /** Judges the steps of one state; false when a judgement is not remembered. */
  #pass(leaves: Int32Array, state: number, memo: StepMemo, store: StateStore): boolean {
    const count = this.#properties.length;
    let numbers: Int32Array | null = null;
    for (const leaf of leaves) {
      let outcome = memo.leafFirst[leaf] as number;
      for (const last = outcome + (memo.leafCount[leaf] as number); outcome < last; outcome++) {
        const status = outcome < this.#status.length ? this.#status[outcome] : unjudged;
        if (status === alwaysFine) continue;
        if (status === unjudged) return false;
        numbers ??= this.#numbersOf(state, store);
        for (let property = 0; property < count; property++) {
          const root = this.#roots[outcome * count + property] as TrieRef;
          const result = this.#trie.walk(root, numbers);
          if (result === unknownRef) return false;
          if (result !== leafRef(violatedLeaf)) continue;
          const instance = memo.leafInstance[leaf] as number;
          this.#violated(property, { state, instance, outcome: memo.outcomes[outcome] as Outcome });
        }
      }
    }
    this.#hits += leaves.length;
    return true;
  }

  /** Judges the outcomes of `leaf` where that is not remembered. */
  learn(memo: StepMemo, leaf: number, numbers: Int32Array): void {
    const instance = memo.instances[memo.leafInstance[leaf] as number] as ActionInstance;
    const fixed = memo.leafReads[leaf] as Int32Array;
    const first = memo.leafFirst[leaf] as number;
    for (let outcome = first; outcome < first + (memo.leafCount[leaf] as number); outcome++) {
      let status = alwaysFine;
      for (const [position, property] of this.#properties.entries()) {
        const place = outcome * this.#properties.length + position;
        const root = this.#roots[place] ?? unknownRef;
        if (this.#trie.walk(root, numbers) === unknownRef) {
          const what = memo.outcomes[outcome] as Outcome;
          const judged = this.#judge(property, instance, what, numbers);
          const reads = judged.reads.filter((cell) => !fixed.includes(cell));
          const leafNumber = judged.holds ? holdsLeaf : violatedLeaf;
          try {
            this.#roots[place] = this.#trie.add(root, reads, numbers, leafNumber);
          } catch (error) {
            if (error instanceof ReadsDiffer) throw impure(property.id);
            throw error;
          }
        }
        if (this.#roots[place] !== leafRef(holdsLeaf)) status = alwaysFine + 1;
      }
      this.#setStatus(outcome, status);
    }
  }

  /**
   * Judges the outcomes of `leaf` again, and throws a ModelError when the memory says something
   * else.
   */
  verify(memo: StepMemo, leaf: number, numbers: Int32Array): void {
    const instance = memo.instances[memo.leafInstance[leaf] as number] as ActionInstance;
    const first = memo.leafFirst[leaf] as number;
    for (let outcome = first; outcome < first + (memo.leafCount[leaf] as number); outcome++) {
      for (const [position, property] of this.#properties.entries()) {
        const root = this.#roots[outcome * this.#properties.length + position] ?? unknownRef;
        const remembered = this.#trie.walk(root, numbers);
        if (remembered === unknownRef) continue;
        const { holds } = this.#judge(
          property,
          instance,
          memo.outcomes[outcome] as Outcome,
          numbers,
        );
        if (holds !== (remembered === leafRef(holdsLeaf))) throw impure(property.id);
      }
    }
  }

  /** Judges an outcome that is not remembered. */
  judgeDirectly(
    instance: ActionInstance,
    index: number,
    outcome: Outcome,
    state: number,
    numbers: Int32Array,
  ): void {
    for (const [position, property] of this.#properties.entries()) {
      if (this.#judge(property, instance, outcome, numbers).holds) continue;
      this.#violated(position, { state, instance: index, outcome });
    }
  }

  #judge(
    property: StepProperty,
    { action, choice }: ActionInstance,
    outcome: Outcome,
    numbers: Int32Array,
  ): { readonly reads: Int32Array; readonly holds: boolean } {
    const after = numbers.slice();
    for (const [index, cell] of outcome.cells.entries()) {
      after[cell] = outcome.numbers[index] as number;
    }
    const { process, label, source } = outcome;
    const step: Step = { action: action.name, choice, process, label, source };
    return this.#evaluator.judgeStep(property, numbers, after, step);
  }

  #violated(position: number, where: Omit<StepViolation, "property">): void {
    const property = this.#properties[position] as StepProperty;
    if (!this.violations.has(property.id)) this.violations.set(property.id, { property, ...where });
  }

  #numbersOf(state: number, store: StateStore): Int32Array {
    store.layout.unpack(store.words, state * store.layout.words, this.#numbers);
    return this.#numbers;
  }

  #setStatus(outcome: number, status: number): void {
    if (outcome >= this.#status.length) {
      const grown = new Uint8Array(2 * outcome);
      grown.set(this.#status);
      this.#status = grown;
    }
    this.#status[outcome] = status;
  }
}
