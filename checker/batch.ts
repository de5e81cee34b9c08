/**
 * Candidates on their way from the expansion to the store: packed successor states, where each came
 * from and by which step.
 */
import type { MemoryBudget } from "./memory.ts";

export class Batch {
  /** Packed states, one after the other. */
  words: Int32Array;
  hashes: Int32Array;
  /** The state that each candidate was reached from. */
  parents: Int32Array;
  /**
   * How each was reached: the outcome of the step memo, or ~w for a step that wrote the write set
   * w.
   */
  vias: Int32Array;
  count: number = 0;
  /** How many candidates there is room for; single arrays may be longer. */
  capacity: number = 0;
  /** After the insertion: the indices of the new states. */
  fresh: Int32Array;
  freshCount: number = 0;
  readonly #memory: MemoryBudget;

  constructor(memory: MemoryBudget) {
    this.#memory = memory;
    this.words = memory.allocate(0);
    this.hashes = memory.allocate(0);
    this.parents = memory.allocate(0);
    this.vias = memory.allocate(0);
    this.fresh = memory.allocate(0);
  }

  /** Makes room for at least `capacity` candidates of `width` words in all. */
  reserve(capacity: number, width: number): void {
    this.capacity = Math.max(this.capacity, capacity);
    this.words = this.#memory.withRoom(this.words, this.capacity * width);
    this.hashes = this.#memory.withRoom(this.hashes, this.capacity);
    this.parents = this.#memory.withRoom(this.parents, this.capacity);
    this.vias = this.#memory.withRoom(this.vias, this.capacity);
    this.fresh = this.#memory.withRoom(this.fresh, this.capacity);
  }

  clear(): void {
    this.count = 0;
    this.freshCount = 0;
  }
}
