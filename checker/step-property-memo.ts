/**
 * Remembers what step properties say of outcomes. For an outcome the cells that its step read and
 * wrote are fixed, so what a property can still depend on are the others.
 *
 * Most steps leave alone what a property looks at: then it is judged as in any other such step from
 * the same state, whoever takes it. Those judgements are shared by all outcomes, and made once.
 * Judgements of steps that write what the property looks at, or of which it asks who did what, are
 * kept for each outcome.
 */
import type { StepJudgement } from "./evaluation.ts";
import type { MemoryBudget } from "./memory.ts";
import { leafRef, ReadTrie, unknownRef, type TrieRef } from "./read-trie.ts";
import type { StepMemo } from "./step-memo.ts";

const violatedLeaf = 0;
const holdsLeaf = 1;
export const violatedRef: TrieRef = leafRef(violatedLeaf);
export const holdsRef: TrieRef = leafRef(holdsLeaf);

/** In place of a root: the outcome writes nothing that a shared judgement rests on. */
const sharedRef: TrieRef = leafRef(2);

/** By outcome: judged not at all, always fine, fine where all that is shared is, or neither. */
const unjudged = 0;
export const alwaysFine = 1;
export const asShared = 2;
const onItsOwn = 3;

export class StepPropertyMemo {
  readonly #count: number;
  readonly #trie: ReadTrie;
  #standings: Uint8Array = new Uint8Array(256);
  /** By outcome and property: the root of its trie, or `sharedRef`. */
  readonly #roots: TrieRef[] = [];
  /** By property: the root of the trie of shared judgements, and the cells that these rest on. */
  readonly #shared: TrieRef[];
  readonly #sharedReads: readonly Set<number>[];

  constructor(count: number, memory: MemoryBudget) {
    this.#count = count;
    this.#trie = new ReadTrie(memory);
    this.#shared = Array.from({ length: count }, () => unknownRef);
    this.#sharedReads = this.#shared.map(() => new Set());
  }

  standing(outcome: number): number {
    return outcome < this.#standings.length ? (this.#standings[outcome] as number) : unjudged;
  }

  /** Yields what is remembered of an outcome in the state of `numbers`: a leaf, or `unknownRef`. */
  look(outcome: number, property: number, numbers: Int32Array): TrieRef {
    const root = this.#roots[outcome * this.#count + property] ?? unknownRef;
    const own = root === sharedRef ? (this.#shared[property] as TrieRef) : root;
    return this.#trie.walk(own, numbers);
  }

  /** Whether all shared judgements of a state are remembered, and none is of a violation. */
  isSharedFine(numbers: Int32Array): boolean {
    for (const root of this.#shared) {
      if (root !== unknownRef && this.#trie.walk(root, numbers) !== holdsRef) return false;
    }
    return true;
  }

  /**
   * Makes sure that the judgement of an outcome of `leaf` is remembered; `judge` makes it. Throws
   * ReadsDiffer when it contradicts what is remembered.
   */
  learn(
    { outcome, property, leaf }: { outcome: number; property: number; leaf: number },
    memo: StepMemo,
    numbers: Int32Array,
    judge: () => StepJudgement,
  ): void {
    if (this.look(outcome, property, numbers) !== unknownRef) return;
    const place = outcome * this.#count + property;
    const fixed = memo.leafReads[leaf] as Int32Array;
    const written = memo.outcomes[outcome]?.cells ?? [];
    const root = this.#roots[place] ?? unknownRef;
    const mayShare = root === unknownRef && !this.#isWritten(property, written);
    if (mayShare && this.#trie.walk(this.#shared[property] as TrieRef, numbers) !== unknownRef) {
      this.#share(place, property, numbers, fixed);
      return;
    }
    const { reads, holds, looksAtStep } = judge();
    const result = holds ? holdsLeaf : violatedLeaf;
    const leavesAlone = !looksAtStep && !reads.some((cell) => written.includes(cell));
    if (leavesAlone && (mayShare || root === sharedRef)) {
      const shared = this.#shared[property] as TrieRef;
      this.#shared[property] = this.#trie.add(shared, reads, numbers, result);
      this.#noteReads(property, reads, memo);
      this.#share(place, property, numbers, fixed);
      return;
    }
    const rest = reads.filter((cell) => !fixed.includes(cell));
    const own = root === sharedRef ? unknownRef : root;
    this.#roots[place] = this.#trie.add(own, rest, numbers, result);
  }

  /** Sums up an outcome of which every property has been learnt. */
  sumUp(outcome: number): void {
    const start = outcome * this.#count;
    const roots = this.#roots.slice(start, start + this.#count);
    let standing = alwaysFine;
    for (const root of roots) {
      if (root !== holdsRef)
        standing = Math.max(standing, root === sharedRef ? asShared : onItsOwn);
    }
    if (outcome >= this.#standings.length) {
      const grown = new Uint8Array(2 * outcome);
      grown.set(this.#standings);
      this.#standings = grown;
    }
    this.#standings[outcome] = standing;
  }

  #isWritten(property: number, written: readonly number[]): boolean {
    const reads = this.#sharedReads[property] as ReadonlySet<number>;
    return written.some((cell) => reads.has(cell));
  }

  /** Lets an outcome take part in what is shared, unless that is fixed for it. */
  #share(place: number, property: number, numbers: Int32Array, fixed: Int32Array): void {
    let reference = this.#shared[property] as TrieRef;
    while (reference > 0) {
      const cell = this.#trie.nodeCell[reference] as number;
      if (!fixed.includes(cell)) break;
      reference = this.#trie.child(reference, numbers[cell] as number);
    }
    this.#roots[place] = reference < 0 ? reference : sharedRef;
  }

  /** Outcomes that write a cell on which a shared judgement rests now have to be judged anew. */
  #noteReads(property: number, reads: Int32Array, memo: StepMemo): void {
    const known = this.#sharedReads[property] as Set<number>;
    const added = [...reads].filter((cell) => !known.has(cell));
    if (added.length === 0) return;
    for (const cell of added) known.add(cell);
    for (let place = property; place < this.#roots.length; place += this.#count) {
      if (this.#roots[place] !== sharedRef) continue;
      const outcome = (place - property) / this.#count;
      const written = memo.outcomes[outcome]?.cells ?? [];
      if (!added.some((cell) => written.includes(cell))) continue;
      this.#roots[place] = unknownRef;
      this.#standings[outcome] = unjudged;
    }
  }
}
