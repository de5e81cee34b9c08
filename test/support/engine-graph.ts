/** Runs one of the engine's searches, and yields all that it found as plain values. */
import { Batch } from "../../checker/batch.ts";
import { Exploration } from "../../checker/exploration.ts";
import type { Json } from "../../checker/json.ts";
import { MemoryBudget } from "../../checker/memory.ts";
import { breadthFirst } from "../../checker/search/breadth-first.ts";
import { depthFirst } from "../../checker/search/depth-first.ts";
import type { Property } from "../../checker/properties.ts";
import type { System } from "../../checker/system.ts";
import type { Bound, Coverage, Strategy } from "../../checker/verdict.ts";
import { textOf } from "./oracle.ts";

export interface EngineState {
  readonly text: string;
  /** The text of the state that it was found from; null for an initial one. */
  readonly parent: string | null;
  readonly transitions: number;
  /** Successors other than the state itself, with repetitions. */
  readonly successors: readonly string[];
}
export interface EngineGraph {
  /** In the order of discovery. */
  readonly states: readonly EngineState[];
  readonly transitions: number;
  readonly levels: readonly number[];
  readonly depth: number;
  readonly bound: Bound | null;
  readonly coverage: readonly Coverage[];
  readonly exploration: Exploration;
}

export interface EngineOptions {
  readonly strategy: Strategy;
  readonly depthMax?: number;
  readonly statesMax?: number;
  /** Whether a breadth-first search leaves out candidates; otherwise all successors are seen. */
  readonly skipCommuting?: boolean;
  readonly verifyPurity?: boolean;
  /** What to judge; nothing if left out. */
  readonly properties?: readonly Property[];
  /** After so many turns of the search the first action is no longer remembered. */
  readonly dropAfter?: number;
}

export function runEngine(system: System, options: EngineOptions): EngineGraph {
  const { strategy, depthMax = Infinity, statesMax = Infinity } = options;
  const memory = new MemoryBudget();
  const exploration = new Exploration({
    system,
    properties: options.properties ?? [],
    judgeDeadlock: false,
    memory,
    verifyPurity: options.verifyPurity ?? false,
    skipCommuting: strategy === "breadth-first" && (options.skipCommuting ?? true),
  });
  const { store, successors, memo, levels } = exploration;
  store.limit = statesMax;
  const search = { "breadth-first": breadthFirst, "depth-first": depthFirst }[strategy];
  const running = search(exploration, depthMax);
  let turns = 0;
  let result = running.next();
  while (result.done !== true) {
    if (turns++ === options.dropAfter && memo.instances.length > 0) memo.dropped.add(0);
    result = running.next();
  }
  const { transitions } = successors;
  const coverage = memo.coverage();
  const texts = Array.from({ length: store.count }, (_, state) => textIn(exploration, state));
  const states = texts.map((text, state) => {
    const parent = store.parents[state] as number;
    const found = parent === -1 ? null : (texts[parent] as string);
    // States that a bound kept from being expanded may hold what is not known yet.
    if (result.value !== null) return { text, parent: found, transitions: 0, successors: [] };
    return { text, parent: found, ...expandAgain(exploration, state, memory) };
  });
  const { depth } = exploration;
  const bound = result.value;
  return { states, transitions, levels, depth, bound, coverage, exploration };
}

function textIn({ cells, store }: Exploration, state: number): string {
  const numbers = new Int32Array(cells.count);
  store.layout.unpack(store.words, state * store.layout.words, numbers);
  return textOf(cells.stateOf(numbers) as Json);
}

/** What the engine says of a single state once everything is known. */
function expandAgain(
  { cells, store, successors }: Exploration,
  state: number,
  memory: MemoryBudget,
): Pick<EngineState, "transitions" | "successors"> {
  const batch = new Batch(memory);
  const before = successors.transitions;
  const next = successors.expand(state, state + 1, batch);
  if (next !== state + 1) throw new Error("a state that was expanded holds new values");
  const { layout } = store;
  const numbers = new Int32Array(cells.count);
  const found = Array.from({ length: batch.count }, (_, each) => {
    layout.unpack(batch.words, each * layout.words, numbers);
    return textOf(cells.stateOf(numbers) as Json);
  });
  return { transitions: successors.transitions - before, successors: found };
}
