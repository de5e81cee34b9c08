/**
 * What an effect edits: a view of a state whose cells are copied when they are first looked at.
 * Reading a copy costs next to nothing, where a draft would decide on each access what to hand out;
 * cells are small, so copying them is cheap. Every record and list of a copy lies behind a proxy,
 * which notes that its cell was written and is revoked when the edit ends, so that nothing can be
 * kept for another step. Otherwise an edit means what it means on the drafts of tracking-view.ts,
 * on which `verifyPurity` evaluates again.
 */
import type { Cells } from "./cells.ts";
import { stateProxy, type EditView, type ReadOrder } from "./tracking-view.ts";

/** How a cell stands in an edit: not looked at, copied, or given a value as a whole. */
const untouched = 0;
const copied = 1;
const assigned = 2;

/** A record or list inside of a cell. */
type Inner = Record<string | symbol, unknown>;

interface CellEdit {
  isWritten: boolean;
}

export class WorkingCopy implements EditView {
  readonly state: object;
  readonly #cells: Cells;
  /** By cell: what the recipe sees of it. */
  readonly #seen: unknown[];
  readonly #standing: Uint8Array;
  readonly #edits: (CellEdit | null)[];
  /** What lies behind the proxies of this edit. */
  readonly #behind: Map<object, object> = new Map();
  readonly #revocations: (() => void)[] = [];
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
    const reads = this.#reads as ReadOrder;
    const changes: [cell: number, value: unknown][] = [];
    try {
      const settled = new Set<object>();
      for (let index = 0; index < reads.count; index++) {
        const cell = reads.cells[index] as number;
        if (this.#isWritten(cell)) changes.push([cell, this.#settle(this.#seen[cell], settled)]);
      }
    } finally {
      this.#end(reads);
    }
    for (const [cell, value] of changes) onChange(cell, value);
  }

  read(cell: number): unknown {
    if (this.#standing[cell] !== untouched) return this.#seen[cell];
    this.#reads?.add(cell);
    const value = this.#cells.valueOf(cell, this.#numbers[cell] as number);
    if (typeof value !== "object" || value === null) return value;
    const edit: CellEdit = { isWritten: false };
    this.#standing[cell] = copied;
    this.#edits[cell] = edit;
    return (this.#seen[cell] = this.copyOf(value as unknown as Inner, edit));
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

  /** Copies a record or list of a cell, but not what is in it, and yields the proxy of the copy. */
  copyOf(original: Inner, edit: CellEdit): object {
    const copy = Array.isArray(original) ? original.slice() : { ...original };
    const { proxy, revoke } = Proxy.revocable(copy as Inner, new Guard(this, original, edit));
    this.#behind.set(proxy, copy);
    this.#revocations.push(revoke);
    return proxy;
  }

  /**
   * Yields a value that the recipe left without the proxies in it. What the recipe made itself is
   * frozen: it may be kept, but is edited in another step only by mistake.
   */
  #settle(value: unknown, settled: Set<object>): unknown {
    if (typeof value !== "object" || value === null) return value;
    const copy = this.#behind.get(value);
    const plain = (copy ?? value) as Record<string, unknown>;
    if (settled.has(plain) || (copy === undefined && !isPlainAndOpen(plain))) return plain;
    settled.add(plain);
    for (const key in plain) {
      const inner = plain[key];
      if (typeof inner !== "object" || inner === null) continue;
      const inside = this.#settle(inner, settled);
      if (inside !== inner) plain[key] = inside;
    }
    return copy ?? Object.freeze(plain);
  }

  #end(reads: ReadOrder): void {
    for (let index = 0; index < reads.count; index++) {
      this.#standing[reads.cells[index] as number] = untouched;
    }
    for (const revoke of this.#revocations) revoke();
    this.#revocations.length = 0;
    this.#behind.clear();
  }
}

/** Watches over the copy of one record or list. */
class Guard implements ProxyHandler<Inner> {
  readonly #view: WorkingCopy;
  readonly #original: Inner;
  readonly #edit: CellEdit;

  constructor(view: WorkingCopy, original: Inner, edit: CellEdit) {
    this.#view = view;
    this.#original = original;
    this.#edit = edit;
  }

  /** What is inside is copied when it is first looked at, too. */
  get(copy: Inner, key: string | symbol): unknown {
    const value = copy[key];
    if (typeof value !== "object" || value === null || value !== this.#original[key]) return value;
    if (!Object.hasOwn(copy, key)) return value;
    return (copy[key] = this.#view.copyOf(value as Inner, this.#edit));
  }

  set(copy: Inner, key: string | symbol, value: unknown): boolean {
    if (Array.isArray(copy) && !isPlace(key)) throw new TypeError("a list has no keys of its own");
    if (Object.is(copy[key], value) && Object.hasOwn(copy, key)) return true;
    this.#edit.isWritten = true;
    copy[key] = value;
    return true;
  }

  deleteProperty(copy: Inner, key: string | symbol): boolean {
    if (!Object.hasOwn(copy, key)) return true;
    this.#edit.isWritten = true;
    return Reflect.deleteProperty(copy, key);
  }

  defineProperty(): never {
    throw new TypeError("Object.defineProperty() cannot be used on a part of the state");
  }

  setPrototypeOf(): never {
    throw new TypeError("Object.setPrototypeOf() cannot be used on a part of the state");
  }
}

/** Whether `value` is a record or list that is not frozen: what an edit may leave to be settled. */
function isPlainAndOpen(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isPlain && !Object.isFrozen(value);
}

function isPlace(key: string | symbol): boolean {
  return typeof key === "string" && (key === "length" || !Number.isNaN(Number.parseInt(key)));
}
