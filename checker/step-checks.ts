/**
 * Judges steps by step properties. What these say is remembered, as step-property-memo.ts tells:
 * most properties look at nothing that a step writes, and are judged once for many steps.
 */
import type { Evaluator, Outcome, StepJudgement } from "./evaluation.ts";
import type { ActionInstance } from "./instances.ts";
import type { MemoryBudget } from "./memory.ts";
import { impure } from "./predicate-memo.ts";
import type { Step, StepProperty } from "./properties.ts";
import { ReadsDiffer, unknownRef } from "./read-trie.ts";
import type { StateStore } from "./state-store.ts";
import type { Taken } from "./step-groups.ts";
import type { StepMemo } from "./step-memo.ts";
import {
  alwaysFine,
  asShared,
  holdsRef,
  StepPropertyMemo,
  violatedRef,
} from "./step-property-memo.ts";

/** A step that violates a property. */
export interface StepViolation {
  readonly property: StepProperty;
  readonly state: number;
  readonly instance: number;
  readonly outcome: Outcome;
}

export class StepChecks {
  readonly active: boolean;
  /** The first violation of each property. */
  readonly violations: Map<string, StepViolation> = new Map();
  readonly #properties: readonly StepProperty[];
  readonly #evaluator: Evaluator;
  readonly #judgements: StepPropertyMemo;
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
    this.#judgements = new StepPropertyMemo(properties.length, memory);
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
    const judgements = this.#judgements;
    let numbers: Int32Array | null = null;
    let isSharedFine = false;
    for (const leaf of leaves) {
      let outcome = memo.leafFirst[leaf] as number;
      for (const last = outcome + (memo.leafCount[leaf] as number); outcome < last; outcome++) {
        const standing = judgements.standing(outcome);
        if (standing === alwaysFine) continue;
        if (numbers === null) {
          numbers = this.#numbersOf(state, store);
          isSharedFine = judgements.isSharedFine(numbers);
        }
        if (standing === asShared && isSharedFine) continue;
        for (let property = 0; property < this.#properties.length; property++) {
          const result = judgements.look(outcome, property, numbers);
          if (result === unknownRef) return false;
          if (result !== violatedRef) continue;
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
    const first = memo.leafFirst[leaf] as number;
    for (let outcome = first; outcome < first + (memo.leafCount[leaf] as number); outcome++) {
      const what = memo.outcomes[outcome] as Outcome;
      for (const [position, property] of this.#properties.entries()) {
        const judge = (): StepJudgement => this.#judge(property, instance, what, numbers);
        try {
          this.#judgements.learn({ outcome, property: position, leaf }, memo, numbers, judge);
        } catch (error) {
          if (error instanceof ReadsDiffer) throw impure(property.id);
          throw error;
        }
      }
      this.#judgements.sumUp(outcome);
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
        const remembered = this.#judgements.look(outcome, position, numbers);
        if (remembered === unknownRef) continue;
        const { holds } = this.#judge(
          property,
          instance,
          memo.outcomes[outcome] as Outcome,
          numbers,
        );
        if (holds !== (remembered === holdsRef)) throw impure(property.id);
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
  ): StepJudgement {
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
}
