/**
 * Tracking views: what recipes and predicates see as "the state". The first access to a cell is
 * recorded, in order, so that nobody has to declare what a step depends on. A read view hands out
 * the frozen values themselves; a draft view hands out immer drafts of them. Effects are evaluated
 * on the faster views of working-copy.ts, and on drafts when they are verified.
 */
import { createDraft, finishDraft } from "immer";
import type { Cells, Slot } from "./cells.ts";
import type { Json } from "./json.ts";
import { ModelError } from "./model-error.ts";
import { nearestName } from "./nearest-name.ts";

/** The cells read during one evaluation, in the order of their first reading. */
export class ReadOrder {
  readonly cells: Int32Array;
  count: number = 0;
  readonly #seen: Uint8Array;

  constructor(cellCount: number) {
    this.cells = new Int32Array(cellCount);
    this.#seen = new Uint8Array(cellCount);
  }

  clear(): void {
    for (let index = 0; index < this.count; index++) this.#seen[this.cells[index] as number] = 0;
    this.count = 0;
  }

  add(cell: number): void {
    if (this.#seen[cell] === 1) return;
    this.#seen[cell] = 1;
    this.cells[this.count++] = cell;
  }
}

/** Access to single cells, on which the state-shaped proxies rest. */
interface CellAccess {
  read(cell: number): unknown;
  write(cell: number, value: unknown): void;
}

/** A view whose cells can be edited: for effects. A written cell counts as read. */
export interface EditView extends CellAccess {
  readonly state: object;
  /** Starts editing the state of `numbers`, and records what is read in `reads`. */
  begin(numbers: Int32Array, reads: ReadOrder): void;
  /**
   * Ends the edit and calls `onChange` for each cell that may have another value now. Nothing that
   * the view handed out can be used afterwards.
   */
  finish(onChange: (cell: number, value: unknown) => void): void;
}

/** A view on which nothing can be written: for guards and predicates. */
export class ReadView implements CellAccess {
  readonly state: object;
  readonly #cells: Cells;
  #numbers: Int32Array = new Int32Array(0);
  #reads: ReadOrder | null = null;

  constructor(cells: Cells) {
    this.#cells = cells;
    this.state = stateProxy(cells, this);
  }

  /** Shows the state of `numbers` from now on, and records what is read in `reads`. */
  show(numbers: Int32Array, reads: ReadOrder): void {
    this.#numbers = numbers;
    this.#reads = reads;
  }

  read(cell: number): Json {
    this.#reads?.add(cell);
    return this.#cells.valueOf(cell, this.#numbers[cell] as number);
  }

  write(cell: number): never {
    const name = this.#cells.names[cell] as string;
    throw new TypeError(`Cannot assign to read only property '${name}' of the state`);
  }
}

/** An edit on immer drafts: an edit as everybody knows it, which the faster one must agree with. */
export class DraftView implements EditView {
  readonly state: object;
  readonly #cells: Cells;
  #base: Json[] = [];
  #draft: unknown[] = [];
  #reads: ReadOrder | null = null;

  constructor(cells: Cells) {
    this.#cells = cells;
    this.state = stateProxy(cells, this);
  }

  begin(numbers: Int32Array, reads: ReadOrder): void {
    const { count, values } = this.#cells;
    const base: Json[] = [];
    for (let cell = 0; cell < count; cell++) {
      base.push((values[cell] as Json[])[numbers[cell] as number] as Json);
    }
    this.#base = base;
    this.#draft = createDraft(base) as unknown[];
    this.#reads = reads;
  }

  finish(onChange: (cell: number, value: unknown) => void): void {
    const result: readonly unknown[] = finishDraft(this.#draft);
    const reads = this.#reads as ReadOrder;
    for (let index = 0; index < reads.count; index++) {
      const cell = reads.cells[index] as number;
      if (!Object.is(result[cell], this.#base[cell])) onChange(cell, result[cell]);
    }
  }

  read(cell: number): unknown {
    this.#reads?.add(cell);
    return this.#draft[cell];
  }

  write(cell: number, value: unknown): void {
    this.#reads?.add(cell);
    this.#draft[cell] = value;
  }
}

/**
 * Makes the proxy that looks like the state: top-level keys, and collections in place of arrays.
 */
export function stateProxy(cells: Cells, access: CellAccess): object {
  const collections = new Map<string, unknown[]>();
  const target: Record<string, unknown> = {};
  for (const slot of cells.slots) {
    target[slot.name] = null;
    if (slot.length !== null)
      collections.set(slot.name, collectionProxy(slot, slot.length, access));
  }
  const slotNames = cells.slots.map((slot) => slot.name);
  return new Proxy(target, {
    get(_, key) {
      if (typeof key === "symbol") return undefined;
      const collection = collections.get(key);
      if (collection !== undefined) return collection;
      const slot = cells.slotOf.get(key);
      if (slot !== undefined) return access.read(slot.cell);
      if (key === "toJSON" || key === "then" || key === "constructor") return undefined;
      throw unknownKey(key, slotNames);
    },
    set(_, key, value: unknown) {
      const slot = cells.slotOf.get(String(key));
      if (slot === undefined) throw unknownKey(String(key), slotNames);
      if (slot.length === null) access.write(slot.cell, value);
      else writeCollection(slot, slot.length, value, access);
      return true;
    },
    deleteProperty(_, key) {
      throw changedShape(`removes "${String(key)}"`);
    },
    getOwnPropertyDescriptor(_, key) {
      const slot = cells.slotOf.get(String(key));
      if (slot === undefined) return undefined;
      const value = collections.get(slot.name) ?? access.read(slot.cell);
      return { value, enumerable: true, configurable: true, writable: true };
    },
  });
}

function collectionProxy(slot: Slot, length: number, access: CellAccess): unknown[] {
  const target: unknown[] = Array.from({ length }, () => null);
  const cellOf = new Map(target.map((_, index) => [String(index), slot.cell + index]));
  const indexOf = (key: string): number => {
    const index = Number(key);
    if (Number.isInteger(index) && index >= 0 && index < length) return index;
    throw new ModelError({
      seen: `"${slot.name}[${key}]" lies outside of the collection, which has ${length} cells.`,
      cause: "an index that was computed, or a pool that is too small",
      next: `use an index from 0 to ${length - 1}, or enlarge "${slot.name}" in the initial state`,
    });
  };
  return new Proxy(target, {
    get(array, key) {
      const cell = cellOf.get(key as string);
      if (cell !== undefined) return access.read(cell);
      if (typeof key === "string" && isNumeric(key)) return access.read(slot.cell + indexOf(key));
      return Reflect.get(array, key) as unknown;
    },
    set(_, key, value: unknown) {
      const cell = cellOf.get(key as string);
      if (cell !== undefined) {
        access.write(cell, value);
        return true;
      }
      const name = String(key);
      if (name === "length" && value === length) return true;
      if (name === "length" || (isNumeric(name) && Number(name) >= length)) {
        throw changedShape(`changes the length of "${slot.name}"`);
      }
      access.write(slot.cell + indexOf(name), value);
      return true;
    },
    deleteProperty() {
      throw changedShape(`removes an element of "${slot.name}"`);
    },
    getOwnPropertyDescriptor(array, key) {
      if (typeof key !== "string" || !isNumeric(key)) {
        return Reflect.getOwnPropertyDescriptor(array, key);
      }
      const value = access.read(slot.cell + indexOf(key));
      return { value, enumerable: true, configurable: true, writable: true };
    },
  });
}

function writeCollection(slot: Slot, length: number, value: unknown, access: CellAccess): void {
  if (!Array.isArray(value) || value.length !== length) {
    throw changedShape(`replaces "${slot.name}" by something that is not ${length} elements long`);
  }
  for (let index = 0; index < length; index++) access.write(slot.cell + index, value[index]);
}

const isNumeric = (key: string): boolean => /^-?\d/.test(key);

function unknownKey(key: string, known: readonly string[]): ModelError {
  return new ModelError({
    seen: `"${key}" is not part of the state.`,
    cause: "a misspelt name: every top-level key stands in the initial state",
    next: nearestName(key, known),
  });
}

function changedShape(how: string): ModelError {
  return new ModelError({
    seen: `The recipe ${how}.`,
    cause: "push, pop, splice, sort into another length, or delete on a collection",
    next:
      "keep the state's keys and the length of its top-level arrays: mark an unused cell with an " +
      "empty value, or put a list of varying length inside of a record",
  });
}
