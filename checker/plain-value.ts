/**
 * Values that a cell may take: plain JSON. Interning rests on a canonical text of each value, and
 * traces on its surviving a round trip, so anything else is refused with the place where it was
 * found.
 */
import type { Json } from "./json.ts";

/**
 * Says why a value is not plain JSON, and where in it the culprit stands (`.at[2]`; empty: the
 * value itself).
 */
export class NotPlain extends Error {
  override readonly name = "NotPlain";
  readonly what: string;
  readonly path: string;

  constructor(what: string, path: string) {
    super(`${what} at ${path}`);
    this.what = what;
    this.path = path;
  }
}

/** Values nested deeper than this are taken for cycles. */
export const nestingMax = 200;

/**
 * Yields a text that two values share exactly when they are equal as JSON, whatever the order of
 * their keys. Throws NotPlain for anything that is not plain JSON.
 */
export function canonicalText(value: unknown, path: string = "", depth: number = 0): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "number":
      if (!Number.isFinite(value)) throw new NotPlain(String(value), path);
      return String(value);
    case "object":
      break;
    case "undefined":
      throw new NotPlain("undefined", path);
    case "function":
    case "symbol":
    case "bigint":
      throw new NotPlain(`a ${typeof value}`, path);
  }
  if (value === null) return "null";
  if (depth === nestingMax) throw new NotPlain("a cycle", "");
  const inside = depth + 1;
  if (Array.isArray(value)) {
    const texts: string[] = [];
    // By index, since `map` would skip holes.
    for (let index = 0; index < value.length; index++) {
      texts.push(canonicalText(value[index], `${path}[${index}]`, inside));
    }
    return `[${texts.join(",")}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotPlain(`a ${value.constructor.name || "class instance"}`, path);
  }
  if (Object.getOwnPropertySymbols(value).length > 0) throw new NotPlain("a symbol key", path);
  const record = value as Record<string, unknown>;
  const texts = Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(record[key], `${path}.${key}`, inside)}`);
  return `{${texts.join(",")}}`;
}

/** A careful guess at what a frozen copy of `value` takes on the heap. */
export function heapBytesOf(value: Json): number {
  if (typeof value === "string") return 24 + 2 * value.length;
  if (typeof value !== "object" || value === null) return 16;
  const parts = Object.values<Json>(value);
  const inside = parts.reduce<number>(
    (sum, part) => sum + (typeof part === "number" ? 0 : heapBytesOf(part)),
    0,
  );
  if (Array.isArray(value)) return 48 + 8 * parts.length + inside;
  // A record of many keys becomes a hash table.
  return inside + (parts.length <= 32 ? 64 + 16 * parts.length : 96 * parts.length);
}

/**
 * Yields a deeply frozen copy of plain JSON that shares nothing with it. Negative zero becomes
 * zero.
 */
export function frozenCopy(value: Json): Json {
  if (typeof value === "number") return value === 0 ? 0 : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy));
  const entries = Object.entries(value).map(([key, inner]) => [key, frozenCopy(inner)] as const);
  return Object.freeze(Object.fromEntries(entries));
}
