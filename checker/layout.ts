/**
 * How a vector of cell numbers is packed into 32-bit words, with just the bits that each cell needs. No
 * cell straddles two words. When a cell outgrows its bits the layout changes, and everything that holds
 * packed states is packed anew; that happens early and rarely.
 */

export class Layout {
  /** Words a state. */
  readonly words: number;
  readonly cellWord: Int32Array;
  readonly cellShift: Int32Array;
  readonly cellMask: Int32Array;
  readonly #bits: Int32Array;

  /** Lays out cells of which cell c takes `valueCounts[c]` different values. */
  constructor(valueCounts: readonly number[]) {
    const bits = Int32Array.from(valueCounts, bitsFor);
    this.#bits = bits;
    this.cellWord = new Int32Array(bits.length);
    this.cellShift = new Int32Array(bits.length);
    this.cellMask = bits.map((count) => 2 ** count - 1);
    // First fit, widest first: few words, and the same for the same counts.
    const order = [...bits.keys()].toSorted(
      (a, b) => (bits[b] as number) - (bits[a] as number) || a - b,
    );
    const used: number[] = [0];
    for (const cell of order) {
      const width = bits[cell] as number;
      let word = used.findIndex((taken) => taken + width <= 32);
      if (word === -1) word = used.push(0) - 1;
      this.cellWord[cell] = word;
      // A shift by 32 would be one by 0: a cell of no bits may stand anywhere.
      this.cellShift[cell] = width === 0 ? 0 : (used[word] as number);
      used[word] = (used[word] as number) + width;
    }
    this.words = used.length;
  }

  /** Whether every cell still fits when cell c takes `valueCounts[c]` values. */
  fits(valueCounts: readonly number[]): boolean {
    return valueCounts.every((count, cell) => bitsFor(count) <= (this.#bits[cell] as number));
  }

  /** Writes the packed form of `numbers` to `target`, from `offset` on. */
  pack(numbers: Int32Array, target: Int32Array, offset: number): void {
    target.fill(0, offset, offset + this.words);
    for (let cell = 0; cell < numbers.length; cell++) {
      const word = offset + (this.cellWord[cell] as number);
      target[word] =
        (target[word] as number) | ((numbers[cell] as number) << (this.cellShift[cell] as number));
    }
  }

  /** Writes the numbers of the state packed at `offset` of `source` to `numbers`. */
  unpack(source: Int32Array, offset: number, numbers: Int32Array): void {
    for (let cell = 0; cell < numbers.length; cell++) {
      numbers[cell] =
        ((source[offset + (this.cellWord[cell] as number)] as number) >>>
          (this.cellShift[cell] as number)) &
        (this.cellMask[cell] as number);
    }
  }
}

/** The bits that tell `count` values apart. */
function bitsFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}
