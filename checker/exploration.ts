/** The parts of one check, put together: what a search works with, whatever its order. */
import { Batch } from "./batch.ts";
import { Cells } from "./cells.ts";
import { Evaluator } from "./evaluation.ts";
import { Layout } from "./layout.ts";
import type { MemoryBudget } from "./memory.ts";
import type { Property } from "./properties.ts";
import { stateHash } from "./state-hash.ts";
import { StateChecks } from "./state-checks.ts";
import { StateStore } from "./state-store.ts";
import { StepChecks } from "./step-checks.ts";
import { StepMemo } from "./step-memo.ts";
import { Successors } from "./successors.ts";
import type { System } from "./system.ts";
import { allCells, WriteSets } from "./write-sets.ts";

/** Up to this many states, laying them out anew costs next to nothing. */
const statesRelaidFreely = 1_000;

export interface ExplorationParts {
  readonly system: System;
  readonly properties: readonly Property[];
  readonly judgeDeadlock: boolean;
  readonly memory: MemoryBudget;
  readonly verifyPurity: boolean;
  /**
   * Whether to leave out candidates that commuting steps find anyway: for a breadth-first search
   * only.
   */
  readonly skipCommuting: boolean;
  /** Makes the evaluator, if it is not the usual one. */
  readonly evaluatorOf?: (cells: Cells) => Evaluator;
}

export class Exploration {
  readonly cells: Cells;
  readonly evaluator: Evaluator;
  readonly store: StateStore;
  readonly batch: Batch;
  readonly memo: StepMemo;
  readonly successors: Successors;
  readonly stateChecks: StateChecks;
  readonly stepChecks: StepChecks;
  readonly memory: MemoryBudget;
  /** States per depth; only a breadth-first search knows them. */
  readonly levels: number[] = [];
  /** Steps to the farthest state found. */
  depth: number = 0;
  /** The next state that a breadth-first search expands; for progress. */
  expandedTo: number = 0;
  readonly #initials: readonly Int32Array[];
  readonly #verify: boolean;

  constructor({
    system,
    properties,
    judgeDeadlock,
    memory,
    verifyPurity,
    skipCommuting,
    evaluatorOf = (cells) => new Evaluator(cells),
  }: ExplorationParts) {
    this.memory = memory;
    this.#verify = verifyPurity;
    this.cells = new Cells(system.initials[0] as object, memory);
    this.#initials = system.initials.map((state, index) =>
      this.cells.numbersOf(state, index === 0 ? "The initial state" : `Initial state ${index + 1}`),
    );
    this.evaluator = evaluatorOf(this.cells);
    const layout = Layout.tight(this.cells.valueCounts());
    const sets = new WriteSets(this.cells.count);
    this.store = new StateStore(layout, memory);
    this.batch = new Batch(memory);
    this.memo = new StepMemo(system, this.evaluator, sets, layout, memory);
    const ofSteps = properties.filter((property) => property.kind === "step-property");
    this.stepChecks = new StepChecks(ofSteps, this.evaluator, this.cells.count, memory);
    this.stateChecks = new StateChecks(
      { system, properties, judgeDeadlock },
      {
        cells: this.cells,
        evaluator: this.evaluator,
        store: this.store,
        memo: this.memo,
        sets,
        memory,
      },
    );
    this.successors = new Successors(
      { memo: this.memo, cells: this.cells, store: this.store, sets, checks: this.stepChecks },
      memory,
      { verify: verifyPurity, skipCommuting },
    );
  }

  /** Whether some property is known to be violated. */
  get violated(): boolean {
    return this.stateChecks.violations.size + this.stepChecks.violations.size > 0;
  }

  /** Fills the batch with the initial states. */
  offerInitials(): void {
    const { batch, store } = this;
    batch.reserve(this.#initials.length, store.layout.words);
    for (const numbers of this.#initials) {
      store.layout.pack(numbers, batch.words, batch.count * store.layout.words);
      batch.hashes[batch.count] = stateHash(numbers);
      batch.parents[batch.count] = -1;
      batch.vias[batch.count] = ~allCells;
      batch.count++;
    }
  }

  /** Inserts the batch into the store and judges what is new; the batch keeps only `fresh`. */
  insert(): void {
    const { batch, store } = this;
    store.reserve(batch.count);
    store.insert(batch);
    this.stateChecks.judgeFresh(batch);
    if (this.#verify) this.#verifyStates(batch.fresh.subarray(0, batch.freshCount));
  }

  /**
   * Fills the batch with successors of states from `from` on, but not `to`, and yields the state to
   * go on with. When `mustRelayout` is true afterwards, use up the batch and call `relayout` first.
   */
  expand(from: number, to: number): number {
    const next = this.successors.expand(from, to, this.batch);
    this.#judgeTerminals();
    return next;
  }

  get mustRelayout(): boolean {
    return this.successors.outgrown;
  }

  /** Lays all states out anew, with room for the values that cells have now. */
  relayout(): Layout {
    // With few states it costs next to nothing, and a tight layout is worth more than a rare
    // change.
    const counts = this.cells.valueCounts();
    const free = this.store.count < statesRelaidFreely;
    const layout = free ? Layout.tight(counts) : this.store.layout.widened(counts);
    this.store.relayout(layout);
    this.memo.relayout(layout);
    this.batch.reserve(this.batch.capacity, layout.words);
    this.successors.outgrown = false;
    return layout;
  }

  /** Yields what undoes the counts and violations of all steps taken from now on. */
  stepsUndoable(): () => void {
    const { transitions } = this.successors;
    const restoreMemo = this.memo.countsUndoable();
    const restoreChecks = this.stepChecks.violationsUndoable();
    return () => {
      this.successors.transitions = transitions;
      restoreMemo();
      restoreChecks();
    };
  }

  #judgeTerminals(): void {
    const { terminals } = this.successors;
    if (terminals.length === 0) return;
    if (this.stateChecks.judgesTerminals) this.stateChecks.judgeTerminals(terminals);
    if (this.#verify) this.#verifyStates(terminals);
    terminals.length = 0;
  }

  #verifyStates(states: Iterable<number>): void {
    const { layout, words } = this.store;
    const numbers = new Int32Array(this.cells.count);
    for (const state of states) {
      if (state >= 64 && state % 1024 !== 0) continue;
      layout.unpack(words, state * layout.words, numbers);
      this.stateChecks.verify(numbers);
    }
  }
}
