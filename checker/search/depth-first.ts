/**
 * Depth-first search: follows each path to its end before it tries the next. Finds deep violations
 * early, with long traces. With a depth bound it may miss states within the bound, namely those
 * that it met on a longer path first; its verdict is incomplete then.
 */
import type { Batch } from "../batch.ts";
import type { Exploration } from "../exploration.ts";
import { repack, type Layout } from "../layout.ts";
import type { MemoryBudget } from "../memory.ts";
import type { Bound } from "../verdict.ts";

/** How many states are visited between two yields. */
const statesPerYield = 64;

export function* depthFirst(
  exploration: Exploration,
  depthMax: number,
): Generator<void, Bound | null> {
  const { store, batch } = exploration;
  const stack = new CandidateStack(exploration.memory, store.layout);
  let cut = false;
  exploration.offerInitials();
  stack.push(batch, 0);
  for (let visits = 1; stack.size > 0; visits++) {
    const depth = stack.pop(batch);
    exploration.insert();
    if (store.refused) return "states";
    if (visits % statesPerYield === 0) yield;
    if (batch.freshCount === 0) continue;
    exploration.depth = Math.max(exploration.depth, depth);
    if (exploration.violated) return null;
    const state = store.count - 1;
    if (depth >= depthMax) {
      cut = true;
      continue;
    }
    while (exploration.expand(state, state + 1) === state) stack.relayout(exploration.relayout());
    if (exploration.violated) return null;
    stack.push(batch, depth + 1);
  }
  return cut ? "depth" : null;
}

/** Packed states that are still to be visited, with their parents, the steps to them and depths. */
class CandidateStack {
  size: number = 0;
  readonly #memory: MemoryBudget;
  #layout: Layout;
  #words: Int32Array;
  #parents: Int32Array;
  #vias: Int32Array;
  #hashes: Int32Array;
  #depths: Int32Array;

  constructor(memory: MemoryBudget, layout: Layout) {
    this.#memory = memory;
    this.#layout = layout;
    this.#words = memory.allocate(1024);
    this.#parents = memory.allocate(1024);
    this.#vias = memory.allocate(1024);
    this.#hashes = memory.allocate(1024);
    this.#depths = memory.allocate(1024);
  }

  /** Takes over all of `batch`, so that its first candidate is popped first. */
  push(batch: Batch, depth: number): void {
    const width = this.#layout.words;
    this.#reserve(this.size + batch.count);
    for (let each = batch.count - 1; each >= 0; each--) {
      const from = each * width;
      this.#words.set(batch.words.subarray(from, from + width), this.size * width);
      this.#parents[this.size] = batch.parents[each] as number;
      this.#vias[this.size] = batch.vias[each] as number;
      this.#hashes[this.size] = batch.hashes[each] as number;
      this.#depths[this.size] = depth;
      this.size++;
    }
    batch.count = 0;
  }

  /** Moves the top candidate into the empty `batch`, and yields its depth. */
  pop(batch: Batch): number {
    const width = this.#layout.words;
    const top = --this.size;
    batch.reserve(1, width);
    for (let word = 0; word < width; word++) {
      batch.words[word] = this.#words[top * width + word] as number;
    }
    batch.parents[0] = this.#parents[top] as number;
    batch.vias[0] = this.#vias[top] as number;
    batch.hashes[0] = this.#hashes[top] as number;
    batch.count = 1;
    return this.#depths[top] as number;
  }

  relayout(layout: Layout): void {
    const old = this.#layout;
    const target =
      layout.words === old.words
        ? this.#words
        : this.#memory.allocate((this.size + 1024) * layout.words);
    repack({ from: old, to: layout }, this.#words, this.size, target);
    if (target !== this.#words) this.#memory.release(this.#words);
    this.#words = target;
    this.#layout = layout;
  }

  #reserve(size: number): void {
    this.#words = this.#memory.withRoom(this.#words, size * this.#layout.words);
    this.#parents = this.#memory.withRoom(this.#parents, size);
    this.#vias = this.#memory.withRoom(this.#vias, size);
    this.#hashes = this.#memory.withRoom(this.#hashes, size);
    this.#depths = this.#memory.withRoom(this.#depths, size);
  }
}
