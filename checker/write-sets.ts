/**
 * The sets of cells that steps write, each with a small number, so that a candidate can say what
 * changed.
 */

/** Nothing was written: a self-loop. */
const noCells = 0;
/** Everything may differ: an initial state. */
export const allCells = 1;

export class WriteSets {
  /** By number: the cells. */
  readonly cells: (readonly number[])[];
  readonly #numbers: Map<string, number> = new Map();

  constructor(cellCount: number) {
    this.cells = [[], Array.from({ length: cellCount }, (_, cell) => cell)];
    this.#numbers.set("", noCells);
  }

  /** Yields the number of the set of `cells`, which are in any order. */
  numberOf(cells: readonly number[]): number {
    const sorted = cells.toSorted((a, b) => a - b);
    const key = sorted.join(" ");
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.cells.push(sorted) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
