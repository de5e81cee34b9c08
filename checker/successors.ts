/**
 * Expands states into the candidates that their enabled steps lead to. The hot path is `#fill`: plain
 * loops over typed arrays. When it meets something that is not remembered yet it stops, `#learn` makes it
 * known, and it goes on.
 *
 * Steps are grouped by the first cell that they read. For each value of that cell a list holds the steps
 * that are not already disabled by it, so that most disabled steps cost nothing.
 */
import type { Batch } from "./batch.ts";
import type { Cells } from "./cells.ts";
import type { Outcome } from "./evaluation.ts";
import type { ActionInstance } from "./instances.ts";
import type { MemoryBudget } from "./memory.ts";
import { leafRef, unknownRef, type TrieRef } from "./read-trie.ts";
import type { StateStore } from "./state-store.ts";
import { disabledLeaf, type StepMemo } from "./step-memo.ts";
import type { StepChecks } from "./step-checks.ts";
import { noCells, type WriteSets } from "./write-sets.ts";

/** An expansion stops once its batch holds this many candidates. */
const batchTarget = 256;
/** With purity verification: the first states, and one in so many later ones, are verified. */
const verifiedFirst = 64;
const verifiedEvery = 1024;

export interface SuccessorParts {
  readonly memo: StepMemo;
  readonly cells: Cells;
  readonly store: StateStore;
  readonly sets: WriteSets;
  readonly checks: StepChecks;
}

export class Successors {
  /** Enabled outcomes met. */
  transitions: number = 0;
  /** States expanded. */
  expanded: number = 0;
  /** States without an enabled step, since this was last emptied. */
  readonly terminals: number[] = [];
  /** A cell has outgrown the layout: insert the batch, lay out anew, call `expand` again. */
  outgrown: boolean = false;
  readonly #memo: StepMemo;
  readonly #cells: Cells;
  readonly #store: StateStore;
  readonly #memory: MemoryBudget;
  readonly #sets: WriteSets;
  readonly #checks: StepChecks;
  readonly #verify: boolean;
  /** By group: the cell that its steps read first. */
  #groupCells: Int32Array = new Int32Array(0);
  /** By group and number of its cell: where its list begins; 0: not known. */
  readonly #groupLists: Int32Array[] = [];
  readonly #groups: Map<number, { group: number; instances: number[] }> = new Map();
  /** Lists of trie references, each ended by 0. */
  #items: Int32Array;
  #itemsUsed: number = 1;
  /** Instances that read nothing before they are known to be enabled. */
  readonly #unconditional: TrieRef[] = [];
  #grouped: boolean = false;
  readonly #numbers: Int32Array;
  #taken: Int32Array;
  #missed: boolean = false;

  constructor(parts: SuccessorParts, memory: MemoryBudget, verify: boolean) {
    const { memo, cells, store, sets, checks } = parts;
    this.#memo = memo;
    this.#cells = cells;
    this.#store = store;
    this.#sets = sets;
    this.#checks = checks;
    this.#memory = memory;
    this.#verify = verify;
    this.#numbers = new Int32Array(cells.count);
    this.#taken = new Int32Array(memo.instances.length);
    this.#items = memory.allocate(256);
  }

  /**
   * Expands states from `from` on, but not `to`, until `batch` is well filled. Yields the state to go on
   * with. When `outgrown` is set afterwards that state was not expanded.
   */
  expand(from: number, to: number, batch: Batch): number {
    let next = from;
    while (next < to && batch.count < batchTarget && !this.outgrown) {
      if (this.#memo.dropped.size > 0) {
        if (this.#expandDirectly(next, batch)) next++;
        continue;
      }
      next = this.#fill(next, to, batch);
      if (this.#missed) this.#learn(next);
    }
    return next;
  }

  /** Makes every step known in `state`. */
  #learn(state: number): void {
    this.#missed = false;
    const memo = this.#memo;
    const numbers = this.#numbersOf(state);
    for (let instance = 0; instance < memo.instances.length; instance++) {
      if (memo.dropped.has(instance)) continue;
      if (memo.trie.walk(memo.roots[instance] as TrieRef, numbers) === unknownRef) {
        memo.learn(instance, numbers, this.expanded);
      }
    }
    this.#noteGrowth();
    if (!this.#grouped) this.#group();
    this.#list(numbers);
    if (this.#checks.active && !this.outgrown) this.#checkSteps(numbers);
  }

  #checkSteps(numbers: Int32Array): void {
    const memo = this.#memo;
    for (let instance = 0; instance < memo.instances.length; instance++) {
      if (memo.dropped.has(instance)) continue;
      const leaf = ~memo.trie.walk(memo.roots[instance] as TrieRef, numbers);
      if (leaf !== disabledLeaf) this.#checks.learn(memo, leaf, numbers);
    }
  }

  /** Sorts the instances into groups, once their tries have roots. */
  #group(): void {
    this.#grouped = true;
    const { instances, roots, trie } = this.#memo;
    for (let instance = 0; instance < instances.length; instance++) {
      const root = roots[instance] as TrieRef;
      if (root < 0) {
        if (root !== leafRef(disabledLeaf)) this.#unconditional.push(root);
        continue;
      }
      const cell = trie.nodeCell[root] as number;
      const group = this.#groups.get(cell);
      if (group !== undefined) group.instances.push(instance);
      else this.#groups.set(cell, { group: this.#groups.size, instances: [instance] });
    }
    this.#groupCells = Int32Array.from(this.#groups.keys());
    for (let group = 0; group < this.#groups.size; group++) {
      this.#groupLists.push(new Int32Array(4));
    }
  }

  /** Makes the lists for the values that the first-read cells have in a state where all is known. */
  #list(numbers: Int32Array): void {
    const { roots, trie } = this.#memo;
    for (const [cell, { group, instances }] of this.#groups) {
      const number = numbers[cell] as number;
      let starts = this.#groupLists[group] as Int32Array;
      if (number >= starts.length) {
        starts = this.#memory.grow(starts, Math.max(number + 1, 2 * starts.length));
        this.#groupLists[group] = starts;
      }
      if (starts[number] !== 0) continue;
      const end = this.#itemsUsed + instances.length + 1;
      if (end > this.#items.length) this.#items = this.#memory.grow(this.#items, 2 * end);
      starts[number] = this.#itemsUsed;
      for (const instance of instances) {
        const below = trie.child(roots[instance] as TrieRef, number);
        if (below !== leafRef(disabledLeaf)) this.#items[this.#itemsUsed++] = below;
      }
      this.#items[this.#itemsUsed++] = 0;
    }
  }

  /** The hot path; see the head of this file. Sets `#missed` when it stopped for want of knowledge. */
  #fill(from: number, to: number, batch: Batch): number {
    const { words, layout } = this.#store;
    const { words: width, cellWord, cellShift, cellMask } = layout;
    const { trie, leafFirst, leafCount, leafHits, deltas, writeSets } = this.#memo;
    const { nodeCell, nodeBase, nodePlaces, edges } = trie;
    const numbers = this.#numbers;
    const cellCount = numbers.length;
    const groupCells = this.#groupCells;
    const groupLists = this.#groupLists;
    const groupCount = groupCells.length;
    const items = this.#items;
    const taken = this.#taken;
    const unconditional = this.#unconditional;
    const checks = this.#checks.active ? this.#checks : null;
    let transitions = 0;
    let state = from;
    if (!this.#grouped) this.#missed = true;
    states: for (; state < to && batch.count < batchTarget && !this.#missed; state++) {
      const base = state * width;
      for (let cell = 0; cell < cellCount; cell++) {
        numbers[cell] =
          ((words[base + (cellWord[cell] as number)] as number) >>> (cellShift[cell] as number)) &
          (cellMask[cell] as number);
      }
      let found = 0;
      for (let each = 0; each < unconditional.length; each++) {
        taken[found++] = ~(unconditional[each] as number);
      }
      for (let group = 0; group < groupCount; group++) {
        const first = numbers[groupCells[group] as number] as number;
        const starts = groupLists[group] as Int32Array;
        let item = first < starts.length ? (starts[first] as number) : 0;
        if (item === 0) {
          this.#missed = true;
          break states;
        }
        for (;;) {
          let place = items[item++] as number;
          if (place === 0) break;
          while (place > 0) {
            const number = numbers[nodeCell[place] as number] as number;
            place =
              number < (nodePlaces[place] as number)
                ? (edges[(nodeBase[place] as number) + number] as number)
                : trie.child(place, number);
          }
          if (place === 0) {
            this.#missed = true;
            break states;
          }
          if (place !== -1) taken[found++] = ~place;
        }
      }
      if (checks !== null && !checks.pass(this.#memo, taken, found, state, numbers)) {
        this.#missed = true;
        break;
      }
      if (found === 0) this.terminals.push(state);
      for (let each = 0; each < found; each++) {
        const leaf = taken[each] as number;
        leafHits[leaf] = (leafHits[leaf] as number) + 1;
        const outcomes = leafCount[leaf] as number;
        transitions += outcomes;
        let outcome = leafFirst[leaf] as number;
        if (batch.count + outcomes > batch.parents.length) {
          batch.reserve(2 * (batch.count + outcomes) + batchTarget, width);
        }
        const { words: target, parents, writeSets: targetSets } = batch;
        for (const last = outcome + outcomes; outcome < last; outcome++) {
          const writeSet = writeSets[outcome] as number;
          if (writeSet === noCells) continue;
          const place = batch.count * width;
          const delta = outcome * width;
          for (let word = 0; word < width; word++) {
            target[place + word] =
              (words[base + word] as number) ^ (deltas[delta + word] as number);
          }
          parents[batch.count] = state;
          targetSets[batch.count] = writeSet;
          batch.count++;
        }
      }
    }
    this.transitions += transitions;
    this.expanded += state - from;
    if (this.#verify) this.#verifySome(from, state);
    return state;
  }

  /** Expands one state while some instances are not remembered. False when a cell has outgrown. */
  #expandDirectly(state: number, batch: Batch): boolean {
    const memo = this.#memo;
    const numbers = this.#numbersOf(state);
    const results: { instance: number; leaf: number; outcomes: readonly Outcome[] }[] = [];
    for (let instance = 0; instance < memo.instances.length; instance++) {
      if (memo.dropped.has(instance)) {
        results.push({ instance, leaf: -1, outcomes: memo.evaluate(instance, numbers).outcomes });
        continue;
      }
      let reference = memo.trie.walk(memo.roots[instance] as TrieRef, numbers);
      if (reference === unknownRef) {
        memo.learn(instance, numbers, this.expanded);
        reference = memo.trie.walk(memo.roots[instance] as TrieRef, numbers);
      }
      const leaf = ~reference;
      results.push({ instance, leaf, outcomes: memo.outcomesOf(leaf) });
    }
    this.#noteGrowth();
    if (this.outgrown) return false;
    let enabled = 0;
    for (const { instance, leaf, outcomes } of results) {
      if (outcomes.length === 0) continue;
      enabled++;
      if (leaf >= 0) memo.leafHits[leaf] = (memo.leafHits[leaf] as number) + 1;
      else memo.direct.add(instance, outcomes, 1);
      this.transitions += outcomes.length;
      for (const outcome of outcomes) {
        const what = memo.instances[instance] as ActionInstance;
        this.#checks.judgeDirectly(what, instance, outcome, state, numbers);
        if (outcome.cells.length > 0) this.#emit(state, numbers, outcome, batch);
      }
    }
    if (enabled === 0) this.terminals.push(state);
    this.expanded++;
    return true;
  }

  #emit(state: number, numbers: Int32Array, outcome: Outcome, batch: Batch): void {
    const { layout } = this.#store;
    if (batch.count >= batch.parents.length)
      batch.reserve(2 * batch.count + batchTarget, layout.words);
    const after = numbers.slice();
    for (const [index, cell] of outcome.cells.entries()) {
      after[cell] = outcome.numbers[index] as number;
    }
    layout.pack(after, batch.words, batch.count * layout.words);
    batch.parents[batch.count] = state;
    batch.writeSets[batch.count] = this.#sets.numberOf(outcome.cells);
    batch.count++;
  }

  #verifySome(from: number, to: number): void {
    for (let state = from; state < to; state++) {
      if (state >= verifiedFirst && state % verifiedEvery !== 0) continue;
      const numbers = this.#numbersOf(state);
      for (let instance = 0; instance < this.#memo.instances.length; instance++) {
        this.#memo.verify(instance, numbers);
      }
    }
  }

  #noteGrowth(): void {
    this.outgrown = !this.#store.layout.fits(this.#cells.valueCounts());
  }

  #numbersOf(state: number): Int32Array {
    const { words, layout } = this.#store;
    layout.unpack(words, state * layout.words, this.#numbers);
    return this.#numbers;
  }
}
