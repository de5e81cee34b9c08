/**
 * Candidates on their way from the expansion to the store: packed successor states, where each came from
 * and which cells the step wrote.
 */
import type { MemoryBudget } from "./memory.ts";

export class Batch {
  /** Packed states, one after the other. */
  words: Int32Array;
  hashes: Int32Array;
  /** The state that each candidate was reached from. */
  parents: Int32Array;
  /** The write set of the step that led to each. */
  writeSets: Int32Array;
  count: number = 0;
  /** After the insertion: the indices of the new states and the write sets of their steps. */
  fresh: Int32Array;
  origins: Int32Array;
  freshCount: number = 0;
  readonly #memory: MemoryBudget;

  constructor(memory: MemoryBudget) {
    this.#memory = memory;
    this.words = memory.allocate(0);
    this.hashes = memory.allocate(0);
    this.parents = memory.allocate(0);
    this.writeSets = memory.allocate(0);
    this.fresh = memory.allocate(0);
    this.origins = memory.allocate(0);
  }

  /** Makes room for `capacity` candidates of `width` words in all. */
  reserve(capacity: number, width: number): void {
    const grow = (array: Int32Array, length: number): Int32Array =>
      array.length >= length ? array : this.#memory.grow(array, length);
    this.words = grow(this.words, capacity * width);
    this.hashes = grow(this.hashes, capacity);
    this.parents = grow(this.parents, capacity);
    this.writeSets = grow(this.writeSets, capacity);
    this.fresh = grow(this.fresh, capacity);
    this.origins = grow(this.origins, capacity);
  }

  clear(): void {
    this.count = 0;
    this.freshCount = 0;
  }
}
