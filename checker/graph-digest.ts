/**
 * What a system's graph of states comes to, in one word: two systems with the same word have the
 * same states and the same transitions between them, whatever their steps are called. Made to prove
 * that a change of a system changes nothing.
 */
import { createHash } from "node:crypto";
import { setImmediate as pause } from "node:timers/promises";
import { Batch } from "./batch.ts";
import { Exploration } from "./exploration.ts";
import type { Json } from "./json.ts";
import { MemoryBudget } from "./memory.ts";
import { breadthFirst } from "./search/breadth-first.ts";
import type { System } from "./system.ts";

export interface DigestOptions {
  /** Gives up beyond this many states. */
  readonly statesMax: number;
  /** What to take each value of a cell for, so that states which differ by it are one. */
  readonly rename?: (value: Json) => Json;
}

const hash = (text: string): string => createHash("sha256").update(text).digest("base64");

export interface GraphDigest {
  readonly states: number;
  readonly digest: string;
}

/**
 * Yields the digest of all reachable states and of the transitions between different ones; null if
 * there are too many. Lets others run now and then. Throws a ModelError when the system is broken.
 */
export async function graphDigest<S extends object>(
  system: System<S>,
  { statesMax, rename = (value) => value }: DigestOptions,
): Promise<GraphDigest | null> {
  const exploration = new Exploration({
    system: system as unknown as System,
    properties: [],
    judgeDeadlock: false,
    memory: new MemoryBudget(),
    verifyPurity: false,
    skipCommuting: false,
  });
  const { store, cells } = exploration;
  store.limit = statesMax;
  const search = breadthFirst(exploration, Number.POSITIVE_INFINITY);
  let turn = search.next();
  for (; turn.done !== true; turn = search.next()) await pause();
  if (turn.value !== null) return null;

  const texts = Array.from({ length: cells.count }, () => new Map<number, string>());
  const textOf = (cell: number, number: number): string => {
    const known = texts[cell]?.get(number);
    if (known !== undefined) return known;
    const text = hash(JSON.stringify(rename(cells.valueOf(cell, number))));
    texts[cell]?.set(number, text);
    return text;
  };
  const numbers = new Int32Array(cells.count);
  const keyAt = (words: Int32Array, place: number): string => {
    store.layout.unpack(words, place, numbers);
    return hash(Array.from(numbers, (number, cell) => textOf(cell, number)).join(" "));
  };
  const lines = new Set<string>();
  const batch = new Batch(new MemoryBudget());
  for (let state = 0; state < store.count; state++) {
    if (state % 256 === 0) await pause();
    const { words: width } = store.layout;
    const from = keyAt(store.words, state * width);
    lines.add(from);
    batch.count = 0;
    exploration.successors.expand(state, state + 1, batch);
    for (let each = 0; each < batch.count; each++) {
      const to = keyAt(batch.words, each * width);
      if (to !== from) lines.add(`${from} ${to}`);
    }
  }
  return { states: store.count, digest: hash([...lines].toSorted().join("\n")) };
}
