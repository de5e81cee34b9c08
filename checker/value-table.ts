/**
 * The values that one cell has taken, each stored once under its number. A value is found by a hash
 * that does not depend on the order of keys, and compared with what is stored; no text is made of
 * it, since a step that changes a cell most often gives it a value that it had before.
 */
import type { Json } from "./json.ts";
import { canonicalText, nestingMax, NotPlain } from "./plain-value.ts";

/** What the cells of a system have in common. */
export class Parts {
  /** Numbers for texts, from which their hashes are made. */
  readonly texts: Map<string, number> = new Map();
  /** By record or list within a stored value: its hash. */
  readonly hashes: Map<object, number> = new Map();
}

export class ValueTable {
  /** By number. */
  readonly values: Json[] = [];
  readonly #parts: Parts;
  /** By hash: the last number that has it; the one before stands in `#next`, -1 if none does. */
  readonly #last: Map<number, number> = new Map();
  readonly #next: number[] = [];
  readonly #numberOfStored: Map<unknown, number> = new Map();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Yields the number of `value`, giving it the next one when it is new. Throws NotPlain.
   */
  numberOf(value: unknown): number {
    const known = this.#numberOfStored.get(value);
    if (known !== undefined) return known;
    const hash = hashOf(value, this.#parts, 0);
    const last = this.#last.get(hash) ?? -1;
    for (let number = last; number >= 0; number = this.#next[number] as number) {
      if (isSame(value, this.values[number] as Json)) return number;
    }
    return this.#add(value, hash, last);
  }

  #add(value: unknown, hash: number, last: number): number {
    // Refuses what is not plain: a stored value is, so that nothing else can equal one.
    canonicalText(value);
    const kept = this.#keep(value as Json);
    const number = this.values.push(kept) - 1;
    this.#next.push(last);
    this.#last.set(hash, number);
    this.#numberOfStored.set(kept, number);
    return number;
  }

  /** Yields a frozen copy, which shares with other stored values what it was made from. */
  #keep(value: Json): Json {
    const { hashes } = this.#parts;
    if (typeof value !== "object" || value === null) return value === 0 ? 0 : value;
    if (hashes.has(value)) return value;
    const kept: Json = Array.isArray(value)
      ? value.map((inner) => this.#keep(inner))
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#keep(inner)]));
    hashes.set(kept, hashOf(kept, this.#parts, 0));
    return Object.freeze(kept);
  }
}

const hashOfArray = 0x2545f491;
const hashOfRecord = 0x51ed270b;
const hashOfOther = 0x1b873593;

/** Hashes a value, plain or not. Throws NotPlain when it is nested without an end. */
function hashOf(value: unknown, parts: Parts, depth: number): number {
  if (typeof value === "string") return hashOfText(value, parts);
  if (typeof value === "number") {
    const whole = value | 0;
    return whole === value ? Math.imul(whole + 1, 0x2c1b3c6d) : hashOfText(String(value), parts);
  }
  if (typeof value !== "object" || value === null) return value === true ? 1 : hashOfOther;
  const known = parts.hashes.get(value);
  if (known !== undefined) return known;
  if (depth === nestingMax) throw new NotPlain("a cycle", "");
  if (Array.isArray(value)) {
    let hash = hashOfArray + value.length;
    for (let index = 0; index < value.length; index++) {
      hash = Math.imul(hash ^ hashOf(value[index], parts, depth + 1), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    return hash;
  }
  let hash = hashOfRecord;
  for (const key in value) {
    const inside = hashOf((value as Record<string, unknown>)[key], parts, depth + 1);
    const mixed = Math.imul(inside ^ hashOfText(key, parts), 0x27d4eb2f);
    hash = (hash + (mixed ^ (mixed >>> 15))) | 0;
  }
  return hash;
}

function hashOfText(text: string, { texts }: Parts): number {
  let number = texts.get(text);
  if (number === undefined) {
    number = texts.size + 2;
    texts.set(text, number);
  }
  return Math.imul(number, 0x9e3779b1);
}

/** Whether `value` is plain and equal to a plain value, whatever the order of keys. */
function isSame(value: unknown, stored: Json): boolean {
  if (value === stored) return true;
  if (typeof value !== "object" || value === null) return false;
  if (typeof stored !== "object" || stored === null) return false;
  if (Array.isArray(value)) {
    if (!Array.isArray(stored) || value.length !== stored.length) return false;
    for (let index = 0; index < value.length; index++) {
      if (!isSame(value[index], stored[index] as Json)) return false;
    }
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const keys = Object.keys(value);
  const storedKeys = Object.keys(stored);
  if (Array.isArray(stored) || keys.length !== storedKeys.length) return false;
  for (let place = 0; place < keys.length; place++) {
    const key = keys[place] as string;
    if (key !== storedKeys[place] && !Object.hasOwn(stored, key)) return false;
    const inner = (value as Record<string, unknown>)[key];
    if (!isSame(inner, (stored as Readonly<Record<string, Json>>)[key] as Json)) return false;
  }
  return Object.getOwnPropertySymbols(value).length === 0;
}
