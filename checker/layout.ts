/**
 * How a vector of cell numbers is packed into 32-bit words, with just the bits that each cell
 * needs. No cell straddles two words. A cell that outgrows its bits moves to bits that are free,
 * while the others stay where they are; only when no room is left is everything laid out anew, in
 * more words.
 */

export class Layout {
  /** Words a state. */
  readonly words: number;
  readonly cellWord: Int32Array;
  readonly cellShift: Int32Array;
  readonly cellMask: Int32Array;

  private constructor(words: number, bits: Int32Array, cellWord: Int32Array, shifts: Int32Array) {
    this.words = words;
    this.cellWord = cellWord;
    this.cellShift = shifts;
    this.cellMask = bits.map((width) => 2 ** width - 1);
  }

  /**
   * Lays out cells of which cell c takes `counts[c]` different values, in as few words as first fit
   * finds and `spareWords` more.
   */
  static tight(counts: readonly number[], spareWords: number = 0): Layout {
    const bits = Int32Array.from(counts, bitsFor);
    const cellWord = new Int32Array(bits.length);
    const shifts = new Int32Array(bits.length);
    // Widest first, and the same for the same counts.
    const order = [...bits.keys()].toSorted(
      (a, b) => (bits[b] as number) - (bits[a] as number) || a - b,
    );
    const used: number[] = [0];
    for (const cell of order) {
      const width = bits[cell] as number;
      let word = used.findIndex((taken) => taken + width <= 32);
      if (word === -1) word = used.push(0) - 1;
      cellWord[cell] = word;
      // A shift by 32 would be one by 0: a cell of no bits may stand anywhere.
      shifts[cell] = width === 0 ? 0 : (used[word] as number);
      used[word] = (used[word] as number) + width;
    }
    return new Layout(used.length + spareWords, bits, cellWord, shifts);
  }

  /**
   * Yields a layout with room for `counts` in which the cells that have room stay where they are,
   * and the others get a bit more than they need. When the words have no room for that, one with a
   * word to spare.
   */
  widened(counts: readonly number[]): Layout {
    const bits = this.cellMask.map((mask) => 32 - Math.clz32(mask));
    const moving = [...counts.keys()].filter(
      (cell) => bitsFor(counts[cell] as number) > (bits[cell] as number),
    );
    const free = new Int32Array(this.words).fill(-1);
    for (const [cell, mask] of this.cellMask.entries()) {
      if (moving.includes(cell)) continue;
      const word = this.cellWord[cell] as number;
      free[word] = (free[word] as number) & ~(mask << (this.cellShift[cell] as number));
    }
    const cellWord = this.cellWord.slice();
    const shifts = this.cellShift.slice();
    for (const cell of moving) {
      const needed = bitsFor(counts[cell] as number);
      const place = findRoom(free, needed + 1) ?? findRoom(free, needed);
      if (place === null) return Layout.tight(counts, 1);
      const { word, shift, width } = place;
      free[word] = (free[word] as number) & ~((2 ** width - 1) << shift);
      cellWord[cell] = word;
      shifts[cell] = shift;
      bits[cell] = width;
    }
    return new Layout(this.words, bits, cellWord, shifts);
  }

  /** Whether every cell has room when cell c takes `counts[c]` values. */
  fits(counts: readonly number[]): boolean {
    return counts.every((count, cell) => count - 1 <= (this.cellMask[cell] as number) >>> 0);
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

/**
 * Packs `count` states, which follow each other in `source` in the layout `from`, in the layout
 * `to`. Where the widths agree it works in place, on the cells that moved; else it writes to
 * `target`.
 */
export function repack(
  { from, to }: { readonly from: Layout; readonly to: Layout },
  source: Int32Array,
  count: number,
  target: Int32Array,
): void {
  const cells = from.cellMask.length;
  const numbers = new Int32Array(cells);
  if (from.words !== to.words) {
    for (let state = 0; state < count; state++) {
      from.unpack(source, state * from.words, numbers);
      to.pack(numbers, target, state * to.words);
    }
    return;
  }
  const moved = [...numbers.keys()].filter(
    (cell) =>
      from.cellWord[cell] !== to.cellWord[cell] || from.cellShift[cell] !== to.cellShift[cell],
  );
  for (let offset = 0; offset < count * from.words; offset += from.words) {
    for (const cell of moved) {
      const word = offset + (from.cellWord[cell] as number);
      const shift = from.cellShift[cell] as number;
      const mask = from.cellMask[cell] as number;
      numbers[cell] = ((source[word] as number) >>> shift) & mask;
      source[word] = (source[word] as number) & ~(mask << shift);
    }
    for (const cell of moved) {
      const word = offset + (to.cellWord[cell] as number);
      source[word] =
        (source[word] as number) | ((numbers[cell] as number) << (to.cellShift[cell] as number));
    }
  }
}

/** Finds `width` neighbouring bits that are free; null when no word has them. */
function findRoom(
  free: Int32Array,
  width: number,
): { readonly word: number; readonly shift: number; readonly width: number } | null {
  const wanted = 2 ** width - 1;
  for (const [word, bits] of free.entries()) {
    for (let shift = 0; shift + width <= 32; shift++) {
      if (((bits >>> shift) & wanted) >>> 0 === wanted) return { word, shift, width };
    }
  }
  return null;
}

/** The bits that tell `count` values apart. */
function bitsFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}
