/**
 * Which witnesses a state shows: a bit for each instance of a witness, in words that the state
 * store keeps beside the states. A state takes over the bits of the state that it was found from,
 * but for those of witnesses that read a cell which the step wrote. So counting the states that
 * show a witness costs little more than finding the first of them.
 */
import type { PredicateInstance } from "./instances.ts";

/** The bits of a property's instances in one word. */
interface Part {
  readonly word: number;
  readonly bits: number;
}

export class WitnessMarks {
  /** Words a state. */
  readonly width: number;
  /** By predicate: the word of its bit. */
  readonly words: Int32Array;
  /** By predicate: its bit; 0 for an invariant. */
  readonly bits: Int32Array;
  /** By id of a witness: all its bits. */
  readonly #parts: ReadonlyMap<string, readonly Part[]>;

  constructor(predicates: readonly PredicateInstance[]) {
    this.words = new Int32Array(predicates.length);
    this.bits = new Int32Array(predicates.length);
    const parts = new Map<string, Part[]>();
    let count = 0;
    for (const [predicate, { property }] of predicates.entries()) {
      if (property.kind !== "witness") continue;
      const word = count >>> 5;
      const bit = 1 << (count & 31);
      count++;
      this.words[predicate] = word;
      this.bits[predicate] = bit;
      const own = parts.get(property.id) ?? [];
      const last = own.at(-1);
      if (last?.word === word) own.splice(-1, 1, { word, bits: last.bits | bit });
      else own.push({ word, bits: bit });
      parts.set(property.id, own);
    }
    this.width = (count + 31) >>> 5;
    this.#parts = parts;
  }

  /** Yields the bits of these predicates, by word. */
  of(predicates: readonly number[]): number[] {
    const all = Array.from({ length: this.width }, () => 0);
    for (const predicate of predicates) {
      if (this.bits[predicate] === 0) continue;
      const word = this.words[predicate] as number;
      all[word] = (all[word] as number) | (this.bits[predicate] as number);
    }
    return all;
  }

  /** Counts, by id, the states among the first `states` whose `marks` show the witness. */
  count(marks: Int32Array, states: number): Map<string, number> {
    const counts = new Map(Array.from(this.#parts.keys(), (id) => [id, 0]));
    const { width } = this;
    // As a rule neighbours have the same marks: they were found by the same step.
    for (let from = 0, to = 1; from < states; from = to++) {
      while (to < states && equal(marks, from * width, to * width, width)) to++;
      for (const [id, parts] of this.#parts) {
        if (
          !parts.some(({ word, bits }) => ((marks[from * width + word] as number) & bits) !== 0)
        ) {
          continue;
        }
        counts.set(id, (counts.get(id) as number) + to - from);
      }
    }
    return counts;
  }
}

function equal(marks: Int32Array, one: number, other: number, width: number): boolean {
  for (let word = 0; word < width; word++) {
    if (marks[one + word] !== marks[other + word]) return false;
  }
  return true;
}
