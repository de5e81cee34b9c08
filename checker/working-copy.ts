/**
 * What an effect edits: a view of a state whose cells are copied when they are first looked at.
 * Reading a copy costs next to nothing, where a draft would decide on each access what to hand out;
 * cells are small, so copying them is cheap. Every record and list of a copy lies behind a proxy,
 * which notes whether it was written, and refuses everything once the edit has ended, so that
 * nothing can be kept for another step. Otherwise an edit means what it means on the drafts of
 * tracking-view.ts, on which `verifyPurity` evaluates again.
 */
import type { Cells } from "./cells.ts";
import { stateProxy, type EditView, type ReadOrder } from "./tracking-view.ts";

/** How a cell stands in an edit: not looked at, copied, or given a value as a whole. */
const untouched = 0;
const copied = 1;
const assigned = 2;

/** The key under which a proxy yields its guard. */
const guardKey = Symbol("guard");

/** A record or list inside of a cell. */
type Inner = Record<string | symbol, unknown>;

/** The edit of one cell. */
interface CellEdit {
  isWritten: boolean;
  isOver: boolean;
}

export class WorkingCopy implements EditView {
  readonly state: object;
  readonly #cells: Cells;
  /** By cell: what the recipe sees of it. */
  readonly #seen: unknown[];
  readonly #standing: Uint8Array;
  readonly #edits: (CellEdit | null)[];
  #numbers: Int32Array = new Int32Array(0);
  #reads: ReadOrder | null = null;

  constructor(cells: Cells) {
    this.#cells = cells;
    this.#seen = Array.from({ length: cells.count }, () => null);
    this.#standing = new Uint8Array(cells.count);
    this.#edits = Array.from({ length: cells.count }, () => null);
    this.state = stateProxy(cells, this);
  }

  begin(numbers: Int32Array, reads: ReadOrder): void {
    this.#numbers = numbers;
    this.#reads = reads;
  }

  finish(onChange: (cell: number, value: unknown) => void): void {
    const { cells, count } = this.#reads as ReadOrder;
    const written: number[] = [];
    const made = new Set<object>();
    try {
      for (let index = 0; index < count; index++) {
        const cell = cells[index] as number;
        if (!this.#isWritten(cell)) continue;
        this.#seen[cell] = settled(this.#seen[cell], made);
        written.push(cell);
      }
    } finally {
      for (let index = 0; index < count; index++) this.#end(cells[index] as number);
    }
    for (const cell of written) onChange(cell, this.#seen[cell]);
  }

  read(cell: number): unknown {
    if (this.#standing[cell] !== untouched) return this.#seen[cell];
    this.#reads?.add(cell);
    const value = this.#cells.valueOf(cell, this.#numbers[cell] as number);
    if (typeof value !== "object" || value === null) return value;
    const edit: CellEdit = { isWritten: false, isOver: false };
    this.#standing[cell] = copied;
    this.#edits[cell] = edit;
    return (this.#seen[cell] = copyOf(value as unknown as Inner, edit));
  }

  write(cell: number, value: unknown): void {
    this.#reads?.add(cell);
    this.#standing[cell] = assigned;
    this.#seen[cell] = value;
  }

  #isWritten(cell: number): boolean {
    const standing = this.#standing[cell];
    if (standing !== copied) return standing === assigned;
    return (this.#edits[cell] as CellEdit).isWritten;
  }

  #end(cell: number): void {
    this.#standing[cell] = untouched;
    const edit = this.#edits[cell] as CellEdit | null;
    if (edit === null) return;
    edit.isOver = true;
    this.#edits[cell] = null;
  }
}

/** Copies a record or list, but not what is in it, and yields the proxy of the copy. */
function copyOf(original: Inner, edit: CellEdit): object {
  const copy = (Array.isArray(original) ? [...original] : { ...original }) as Inner;
  return new Proxy(copy, new Guard(copy, original, edit));
}

/**
 * Yields what a recipe left, without the proxies in it. What the recipe made itself is frozen: it
 * may be kept, but is edited in another step only by mistake.
 */
function settled(value: unknown, made: Set<object>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const guard = (value as Inner)[guardKey] as Guard | undefined;
  if (guard !== undefined) return guard.settled(made);
  if (made.has(value) || !isPlainAndOpen(value)) return value;
  made.add(value);
  const record = value as Inner;
  for (const key in record) {
    const inner = record[key];
    const inside = settled(inner, made);
    if (inside !== inner) record[key] = inside;
  }
  return Object.freeze(value);
}

/** Whether `value` is a record or list that is not frozen: what an edit may leave to be settled. */
function isPlainAndOpen(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isPlain && !Object.isFrozen(value);
}

/** Watches over the copy of one record or list. */
class Guard implements ProxyHandler<Inner> {
  readonly #copy: Inner;
  readonly #original: Inner;
  readonly #edit: CellEdit;
  #isWritten: boolean = false;
  #settled: Inner | null = null;

  constructor(copy: Inner, original: Inner, edit: CellEdit) {
    this.#copy = copy;
    this.#original = original;
    this.#edit = edit;
  }

  /** The copy without proxies, or what it is a copy of when nothing in it was written. */
  settled(made: Set<object>): Inner {
    if (this.#settled !== null) return this.#settled;
    const copy = this.#copy;
    const original = this.#original;
    // For now, since it may hold itself: then it was written.
    this.#settled = copy;
    let isSame = !this.#isWritten;
    for (const key in copy) {
      const inner = copy[key];
      if (typeof inner !== "object" || inner === null || inner === original[key]) continue;
      const inside = settled(inner, made);
      copy[key] = inside;
      if (inside !== original[key]) isSame = false;
    }
    if (isSame) this.#settled = original;
    return this.#settled;
  }

  /** What is inside is copied when it is first looked at, too. */
  get(copy: Inner, key: string | symbol): unknown {
    if (this.#edit.isOver) throw revoked();
    const value = copy[key];
    if (typeof value !== "object" || value === null) return key === guardKey ? this : value;
    if (value !== this.#original[key] || !Object.hasOwn(copy, key)) return value;
    return (copy[key] = copyOf(value as Inner, this.#edit));
  }

  set(copy: Inner, key: string | symbol, value: unknown): boolean {
    if (this.#edit.isOver) throw revoked();
    if (Array.isArray(copy) && !isPlace(key)) throw new TypeError("a list has no keys of its own");
    if (Object.is(copy[key], value) && Object.hasOwn(copy, key)) return true;
    this.#noteWrite();
    copy[key] = value;
    return true;
  }

  deleteProperty(copy: Inner, key: string | symbol): boolean {
    if (this.#edit.isOver) throw revoked();
    if (!Object.hasOwn(copy, key)) return true;
    this.#noteWrite();
    return Reflect.deleteProperty(copy, key);
  }

  has(copy: Inner, key: string | symbol): boolean {
    if (this.#edit.isOver) throw revoked();
    return Reflect.has(copy, key);
  }

  ownKeys(copy: Inner): (string | symbol)[] {
    if (this.#edit.isOver) throw revoked();
    return Reflect.ownKeys(copy);
  }

  getOwnPropertyDescriptor(copy: Inner, key: string | symbol): PropertyDescriptor | undefined {
    if (this.#edit.isOver) throw revoked();
    return Reflect.getOwnPropertyDescriptor(copy, key);
  }

  getPrototypeOf(copy: Inner): object | null {
    if (this.#edit.isOver) throw revoked();
    return Reflect.getPrototypeOf(copy);
  }

  defineProperty(): never {
    throw new TypeError("Object.defineProperty() cannot be used on a part of the state");
  }

  setPrototypeOf(): never {
    throw new TypeError("Object.setPrototypeOf() cannot be used on a part of the state");
  }

  preventExtensions(): never {
    throw new TypeError("Object.freeze() and its like cannot be used on a part of the state");
  }

  #noteWrite(): void {
    this.#isWritten = true;
    this.#edit.isWritten = true;
  }
}

function isPlace(key: string | symbol): boolean {
  return typeof key === "string" && (key === "length" || !Number.isNaN(Number.parseInt(key)));
}

function revoked(): TypeError {
  return new TypeError("it uses a part of the state that was revoked when another step ended");
}
