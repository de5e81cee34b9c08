/** Remembers what predicates say of states, as the step memo does for steps. */
import { leafRef, ReadsDiffer, ReadTrie, unknownRef, type TrieRef } from "./read-trie.ts";
import type { Judgement } from "./evaluation.ts";
import type { Layout } from "./layout.ts";
import type { MemoryBudget } from "./memory.ts";
import { ModelError } from "./model-error.ts";

const falseLeaf = 0;
const trueLeaf = 1;

/** A memo is dropped once it has missed this often, and on more than half of its uses. */
const missesMin = 8192;

/** A predicate, with the name that messages give it. */
export interface Predicate {
  readonly name: string;
  readonly judge: (numbers: Int32Array) => Judgement;
  /** The same, faster, without a record of what was read. */
  readonly judgeUntracked: (numbers: Int32Array) => boolean;
}

export class PredicateMemo {
  /** By predicate: the cells that it has ever read. */
  readonly everRead: Set<number>[];
  /** Grows whenever some predicate reads a cell for the first time. */
  version: number = 0;
  readonly #predicates: readonly Predicate[];
  readonly #trie: ReadTrie;
  readonly #roots: TrieRef[];
  readonly #uses: Float64Array;
  readonly #misses: Float64Array;
  readonly #dropped: Uint8Array;
  readonly #numbers: Int32Array;

  constructor(predicates: readonly Predicate[], cellCount: number, memory: MemoryBudget) {
    this.#predicates = predicates;
    this.#trie = new ReadTrie(memory);
    this.#roots = predicates.map(() => unknownRef);
    this.everRead = predicates.map(() => new Set());
    this.#uses = new Float64Array(predicates.length);
    this.#misses = new Float64Array(predicates.length);
    this.#dropped = new Uint8Array(predicates.length);
    this.#numbers = new Int32Array(cellCount);
  }

  /** Judges the state packed at `offset` of `words`. */
  holds(predicate: number, words: Int32Array, offset: number, layout: Layout): boolean {
    const { nodeCell, nodeBase, nodePlaces, edges } = this.#trie;
    const { cellWord, cellShift, cellMask } = layout;
    const uses = this.#uses;
    uses[predicate] = (uses[predicate] as number) + 1;
    let place = this.#roots[predicate] as TrieRef;
    while (place > 0) {
      const cell = nodeCell[place] as number;
      const number =
        ((words[offset + (cellWord[cell] as number)] as number) >>> (cellShift[cell] as number)) &
        (cellMask[cell] as number);
      place =
        number < (nodePlaces[place] as number)
          ? (edges[(nodeBase[place] as number) + number] as number)
          : this.#trie.child(place, number);
    }
    if (place !== unknownRef) return place === leafRef(trueLeaf);
    layout.unpack(words, offset, this.#numbers);
    return this.#learn(predicate, this.#numbers);
  }

  /**
   * Yields the cells that the remembered judgement of a state rests on; all of them if there is
   * none.
   */
  readsOf(predicate: number, words: Int32Array, offset: number, layout: Layout): number[] {
    layout.unpack(words, offset, this.#numbers);
    const reads: number[] = [];
    let place = this.#roots[predicate] as TrieRef;
    for (; place > 0;) {
      const cell = this.#trie.nodeCell[place] as number;
      reads.push(cell);
      place = this.#trie.child(place, this.#numbers[cell] as number);
    }
    return place === unknownRef ? [...this.#numbers.keys()] : reads;
  }

  /** Judges again, and throws a ModelError when the memory says something else. */
  verify(predicate: number, numbers: Int32Array): void {
    const remembered = this.#trie.walk(this.#roots[predicate] as TrieRef, numbers);
    if (remembered === unknownRef || this.#dropped[predicate] === 1) return;
    const { judge, name } = this.#predicates[predicate] as Predicate;
    if (judge(numbers).holds !== (remembered === leafRef(trueLeaf))) throw impure(name);
  }

  /** Judgements that were looked up instead of made. */
  get hits(): number {
    const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);
    return sum(this.#uses) - sum(this.#misses);
  }

  #learn(predicate: number, numbers: Int32Array): boolean {
    const { judge, judgeUntracked, name } = this.#predicates[predicate] as Predicate;
    const misses = ((this.#misses[predicate] as number) += 1);
    if (this.#dropped[predicate] === 1) return judgeUntracked(numbers);
    const { reads, holds } = judge(numbers);
    const known = this.everRead[predicate] as Set<number>;
    for (const cell of reads) {
      if (known.has(cell)) continue;
      known.add(cell);
      this.version++;
    }
    try {
      const root = this.#roots[predicate] as TrieRef;
      this.#roots[predicate] = this.#trie.add(root, reads, numbers, holds ? trueLeaf : falseLeaf);
    } catch (error) {
      if (error instanceof ReadsDiffer) throw impure(name);
      throw error;
    }
    if (misses >= missesMin && misses > (this.#uses[predicate] as number) / 2) {
      this.#dropped[predicate] = 1;
      this.#roots[predicate] = unknownRef;
      for (const cell of numbers.keys()) known.add(cell);
      this.version++;
    }
    return holds;
  }
}

export function impure(name: string): ModelError {
  return new ModelError({
    seen: `The property "${name}" is impure: judged twice on the same values, it differs.`,
    cause: "a predicate that reads a variable outside of the state, the time, or a random number",
    next: "keep everything that the predicate depends on in the state",
  });
}
