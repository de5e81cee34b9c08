/**
 * Expands states into the candidates that their enabled steps lead to. The hot path is in
 * `StepGroups.take` and `#emit`: plain loops over typed arrays. Where something is not remembered
 * yet, `#learn` makes it known.
 *
 * Steps that commute lead to the same state twice. Let a state x have been found from s by a step
 * b, let a be a step of x that precedes b in the order of instances, and let neither read what the
 * other writes. Then a was enabled in s, and a and then b lead from s to where a leads from x. In a
 * breadth-first search the state behind a is expanded no later than the level of x, so the
 * candidate is left out here. It is not left out everywhere: each such argument points at a step of
 * a later instance, of which there are finitely many. Nothing but the look-up is saved: all
 * transitions are counted and judged.
 */
import type { Batch } from "./batch.ts";
import type { Cells } from "./cells.ts";
import type { Outcome } from "./evaluation.ts";
import type { ActionInstance } from "./instances.ts";
import type { MemoryBudget } from "./memory.ts";
import { leafOf, unknownRef, type TrieRef } from "./read-trie.ts";
import { stateHash } from "./state-hash.ts";
import type { StateStore } from "./state-store.ts";
import { disabledLeaf, type StepMemo } from "./step-memo.ts";
import type { StepChecks } from "./step-checks.ts";
import { StepGroups, type Taken } from "./step-groups.ts";
import type { WriteSets } from "./write-sets.ts";

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
  readonly #parts: SuccessorParts;
  readonly #groups: StepGroups;
  readonly #taken: Taken;
  readonly #numbers: Int32Array;
  readonly #verify: boolean;
  readonly #skipCommuting: boolean;

  constructor(
    parts: SuccessorParts,
    memory: MemoryBudget,
    { verify, skipCommuting }: { readonly verify: boolean; readonly skipCommuting: boolean },
  ) {
    this.#parts = parts;
    this.#groups = new StepGroups(parts.memo, memory);
    this.#taken = this.#groups.newTaken();
    this.#numbers = new Int32Array(parts.cells.count);
    this.#verify = verify;
    this.#skipCommuting = skipCommuting;
  }

  /**
   * Expands states from `from` on, but not `to`, until `batch` is well filled. Yields the state to
   * go on with. When `outgrown` is set afterwards that state was not expanded.
   */
  expand(from: number, to: number, batch: Batch): number {
    const { memo, store, checks } = this.#parts;
    let next = from;
    while (next < to && batch.count < batchTarget && !this.outgrown) {
      if (memo.dropped.size > 0) {
        if (this.#expandDirectly(next, batch)) next++;
        continue;
      }
      this.#groups.take(next, to, store, this.#numbers, this.#taken);
      if (checks.active) checks.cut(this.#taken, next, memo, store);
      const end = next + this.#taken.states;
      this.#emit(next, end, batch);
      if (this.#verify) this.#verifySome(next, end);
      next = end;
      if (this.#taken.states === 0) this.#learn(next);
    }
    return next;
  }

  /** Makes every step known in `state`. */
  #learn(state: number): void {
    const { memo, checks } = this.#parts;
    const numbers = this.#numbersOf(state);
    for (let instance = 0; instance < memo.instances.length; instance++) {
      if (memo.trie.walk(memo.roots[instance] as TrieRef, numbers) === unknownRef) {
        memo.learn(instance, numbers, this.expanded);
      }
    }
    this.#noteGrowth();
    if (this.outgrown || memo.dropped.size > 0) return;
    this.#groups.learn(numbers);
    if (!checks.active) return;
    for (const root of memo.roots) {
      const leaf = leafOf(memo.trie.walk(root, numbers));
      if (leaf !== disabledLeaf) checks.learn(memo, leaf, numbers);
    }
  }

  /** Puts the successors of the states from `from` on, whose steps were taken, into the batch. */
  #emit(from: number, to: number, batch: Batch): void {
    const { store, memo } = this.#parts;
    const { words, vias, hashes } = store;
    const width = store.layout.words;
    const { leafFirst, leafCount, leafHits, leafInstance, leafReadBits } = memo;
    const { deltas, hashDeltas, writeBits, outcomeLeaf } = memo;
    const { leaves, ends } = this.#taken;
    let transitions = 0;
    let size = batch.count;
    for (let state = from, each = 0; state < to; state++) {
      const end = ends[state - from] as number;
      if (end === each) this.terminals.push(state);
      let cameFrom = -1;
      let cameReading = 0;
      let cameWriting = 0;
      const via = vias[state] as number;
      if (via >= 0 && this.#skipCommuting) {
        const leaf = outcomeLeaf[via] as number;
        cameFrom = leafInstance[leaf] as number;
        cameReading = leafReadBits[leaf] as number;
        cameWriting = writeBits[via] as number;
      }
      const base = state * width;
      for (; each < end; each++) {
        const leaf = leaves[each] as number;
        leafHits[leaf] = (leafHits[leaf] as number) + 1;
        const count = leafCount[leaf] as number;
        transitions += count;
        if (size + count > batch.capacity) batch.reserve(2 * (size + count), width);
        const { words: target, hashes: targetHashes, parents, vias: targetVias } = batch;
        const mayCommute =
          (leafInstance[leaf] as number) < cameFrom &&
          ((leafReadBits[leaf] as number) & cameWriting) === 0;
        let outcome = leafFirst[leaf] as number;
        for (const last = outcome + count; outcome < last; outcome++) {
          const writing = writeBits[outcome] as number;
          if (writing === 0 || (mayCommute && (writing & cameReading) === 0)) continue;
          const place = size * width;
          const delta = outcome * width;
          for (let word = 0; word < width; word++) {
            target[place + word] =
              (words[base + word] as number) ^ (deltas[delta + word] as number);
          }
          targetHashes[size] = (hashes[state] as number) ^ (hashDeltas[outcome] as number);
          parents[size] = state;
          targetVias[size] = outcome;
          size++;
        }
      }
    }
    batch.count = size;
    this.transitions += transitions;
    this.expanded += to - from;
  }

  /** Expands one state while some instances are not remembered. False when a cell has outgrown. */
  #expandDirectly(state: number, batch: Batch): boolean {
    const { memo, checks } = this.#parts;
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
      const leaf = leafOf(reference);
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
        checks.judgeDirectly(what, instance, outcome, state, numbers);
        if (outcome.cells.length > 0) this.#emitDirectly(state, numbers, outcome, batch);
      }
    }
    if (enabled === 0) this.terminals.push(state);
    this.expanded++;
    return true;
  }

  #emitDirectly(state: number, numbers: Int32Array, outcome: Outcome, batch: Batch): void {
    const { store, sets } = this.#parts;
    const { layout } = store;
    if (batch.count >= batch.capacity) batch.reserve(2 * batch.count + batchTarget, layout.words);
    const after = numbers.slice();
    for (const [index, cell] of outcome.cells.entries()) {
      after[cell] = outcome.numbers[index] as number;
    }
    layout.pack(after, batch.words, batch.count * layout.words);
    batch.hashes[batch.count] = stateHash(after);
    batch.parents[batch.count] = state;
    batch.vias[batch.count] = ~sets.numberOf(outcome.cells);
    batch.count++;
  }

  #verifySome(from: number, to: number): void {
    const { memo, checks } = this.#parts;
    for (let state = from; state < to; state++) {
      if (state >= verifiedFirst && state % verifiedEvery !== 0) continue;
      const numbers = this.#numbersOf(state);
      for (const [instance, root] of memo.roots.entries()) {
        memo.verify(instance, numbers);
        const leaf = leafOf(memo.trie.walk(root, numbers));
        if (checks.active && leaf !== disabledLeaf) checks.verify(memo, leaf, numbers);
      }
    }
  }

  #noteGrowth(): void {
    this.outgrown = !this.#parts.store.layout.fits(this.#parts.cells.valueCounts());
  }

  #numbersOf(state: number): Int32Array {
    const { words, layout } = this.#parts.store;
    layout.unpack(words, state * layout.words, this.#numbers);
    return this.#numbers;
  }
}
