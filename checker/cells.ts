/**
 * The cells of a state and their values. Each element of a top-level array is a cell; every other
 * top-level value is one. A value that a cell has ever taken is stored once and has a small number,
 * counted per cell from 0, so that a state is a vector of numbers.
 */
import type { Json } from "./json.ts";
import type { MemoryBudget } from "./memory.ts";
import { ModelError } from "./model-error.ts";
import { heapBytesOf, NotPlain } from "./plain-value.ts";
import { Parts, ValueTable } from "./value-table.ts";

/** A top-level key of the state: one cell, or a collection of them. */
export interface Slot {
  readonly name: string;
  /** The first cell of the slot. */
  readonly cell: number;
  /** How many cells a collection has; null: the slot is a single cell. */
  readonly length: number | null;
}

/** A careful guess at what it takes to find a value again, in bytes. */
const entryBytes = 300;

/** The cell of a rider: it is no part of the state that recipes and properties see. */
export const riderName = "#rider";

export class Cells {
  /** What recipes see. */
  readonly slots: readonly Slot[];
  readonly slotOf: ReadonlyMap<string, Slot>;
  /** The name of each cell: `manager`, `vmas:0`. */
  readonly names: readonly string[];
  readonly count: number;
  /** By cell and number: the value. */
  readonly values: Json[][];

  readonly #memory: MemoryBudget;
  readonly #tables: readonly ValueTable[];
  /** With that of a rider. */
  readonly #slots: readonly Slot[];

  constructor(shape: object, memory: MemoryBudget) {
    this.#memory = memory;
    const slots: Slot[] = [];
    const names: string[] = [];
    for (const [name, value] of Object.entries(shape)) {
      const length = Array.isArray(value) ? value.length : null;
      slots.push({ name, cell: names.length, length });
      if (length === null) names.push(name);
      for (let index = 0; index < (length ?? 0); index++) names.push(`${name}:${index}`);
    }
    this.#slots = slots;
    this.slots = slots.filter(({ name }) => name !== riderName);
    this.slotOf = new Map(this.slots.map((slot) => [slot.name, slot]));
    this.names = names;
    this.count = names.length;
    const parts = new Parts();
    this.#tables = names.map(() => new ValueTable(parts));
    this.values = this.#tables.map(({ values }) => values);
  }

  /**
   * Yields the number of `value` in `cell`, giving it the next one when it is new. Throws NotPlain.
   */
  numberOf(cell: number, value: unknown): number {
    const table = this.#tables[cell] as ValueTable;
    const { length } = table.values;
    const number = table.numberOf(value);
    if (number === length) {
      this.#memory.countHeap(heapBytesOf(table.values[number] as Json) + entryBytes);
    }
    return number;
  }

  /**
   * Yields the numbers of a whole initial state. Throws a ModelError when it does not fit the
   * others.
   */
  numbersOf(state: object, which: string): Int32Array {
    const numbers = new Int32Array(this.count);
    const keys = Object.keys(state);
    const odd =
      keys.find((key) => !this.#slots.some(({ name }) => name === key)) ?? this.#missing(keys);
    if (odd !== undefined) throw unlike(which, `the key "${odd}" is not in all of them`);
    for (const slot of this.#slots) {
      const value: unknown = (state as Record<string, unknown>)[slot.name];
      const length = Array.isArray(value) ? value.length : null;
      if (length !== slot.length) throw unlike(which, `"${slot.name}" differs in length or kind`);
      const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
      for (const [index, part] of parts.entries()) {
        numbers[slot.cell + index] = this.#numberOfInitial(slot.cell + index, part, which);
      }
    }
    return numbers;
  }

  /** Assembles the state that `numbers` stand for, from shared frozen values. */
  stateOf(numbers: Int32Array): Record<string, Json> {
    const state: Record<string, Json> = {};
    for (const { name, cell, length } of this.slots) {
      if (length === null) {
        state[name] = this.valueOf(cell, numbers[cell] as number);
        continue;
      }
      const collection: Json[] = [];
      for (let each = cell; each < cell + length; each++) {
        collection.push(this.valueOf(each, numbers[each] as number));
      }
      state[name] = collection;
    }
    return state;
  }

  /** By cell: how many values it has taken. */
  valueCounts(): number[] {
    return this.values.map((values) => values.length);
  }

  valueOf(cell: number, number: number): Json {
    return (this.values[cell] as Json[])[number] as Json;
  }

  #missing(keys: readonly string[]): string | undefined {
    return this.#slots.find((slot) => !keys.includes(slot.name))?.name;
  }

  #numberOfInitial(cell: number, value: unknown, which: string): number {
    try {
      return this.numberOf(cell, value);
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error;
      throw notPlain(`${which} holds`, this.names[cell] as string, error);
    }
  }
}

/**
 * The ModelError for a value that is not plain JSON; `who` says where it came from, as "The action
 * x leaves".
 */
export function notPlain(who: string, cell: string, { what, path }: NotPlain): ModelError {
  return new ModelError({
    seen: `${who} ${what} in ${cell}${path}, which is not plain JSON.`,
    ...adviceOn(what, `${cell}${path}`),
  });
}

function adviceOn(what: string, where: string): { cause: string; next: string } {
  switch (what) {
    case "undefined":
      return {
        cause: "a field or element that was never set, or a function that returns nothing",
        next: `give ${where} a value, or null where there is none`,
      };
    case "NaN":
    case "Infinity":
    case "-Infinity":
      return {
        cause: "a calculation with a missing value, a division by zero, or a minimum of nothing",
        next: `let ${where} be a finite number, or null where there is none`,
      };
    case "a cycle":
      return {
        cause: "a record that was put into itself, or a list of records that grows without end",
        next: 'point to other parts of the state by references, such as ref("vmas", 2)',
      };
    default:
      return {
        cause: "a Map, Set, Date, class instance or function, where a state is data only",
        next: `let ${where} be a number, string, boolean, null, array or plain record`,
      };
  }
}

function unlike(which: string, how: string): ModelError {
  return new ModelError({
    seen: `${which} does not have the shape of the first one: ${how}.`,
    cause: "initial states that were written apart",
    next: "build all of them with one function, so that keys and collection lengths agree",
  });
}
