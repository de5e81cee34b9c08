/**
 * Rebuilds the run to a state from the parents in the store. Each step is evaluated again, so that
 * nothing but the states themselves has to be kept during the search.
 */
import type { Cells } from "./cells.ts";
import type { Evaluator, Outcome } from "./evaluation.ts";
import type { ActionInstance } from "./instances.ts";
import type { Json } from "./json.ts";
import { ModelError } from "./model-error.ts";
import type { StateStore } from "./state-store.ts";
import type { Change, Trace, TraceStep } from "./trace.ts";

/** A step to add behind the last state: one that is itself the violation. */
export interface LastStep {
  readonly instance: number;
  readonly outcome: Outcome;
}

/** What a trace says of itself. */
export type TraceHead = Omit<Trace, "format" | "version" | "initial" | "steps">;

export class TraceBuilder {
  readonly #cells: Cells;
  readonly #evaluator: Evaluator;
  readonly #store: StateStore;
  readonly #instances: readonly ActionInstance[];

  constructor(
    cells: Cells,
    evaluator: Evaluator,
    store: StateStore,
    instances: readonly ActionInstance[],
  ) {
    this.#cells = cells;
    this.#evaluator = evaluator;
    this.#store = store;
    this.#instances = instances;
  }

  /** Yields the trace from an initial state to `state`, and on over `last` if it is given. */
  traceTo(state: number, head: TraceHead, last?: LastStep): Trace {
    const path: number[] = [];
    for (let at = state; at !== -1; at = this.#store.parents[at] as number) path.push(at);
    path.reverse();
    const initial = this.#numbersOf(path[0] as number);
    const steps: TraceStep[] = [];
    for (const [index, to] of path.entries()) {
      if (index > 0) steps.push(this.#stepBetween(path[index - 1] as number, to));
    }
    if (last !== undefined) steps.push(this.#lastStep(state, last));
    const stateOf = this.#cells.stateOf(initial);
    return { format: "drmcheck trace", version: 3, ...head, initial: stateOf, steps };
  }

  /** Steps from an initial state to `state`. */
  depthOf(state: number): number {
    let depth = -1;
    for (let at = state; at !== -1; at = this.#store.parents[at] as number) depth++;
    return depth;
  }

  #numbersOf(state: number): Int32Array {
    const numbers = new Int32Array(this.#cells.count);
    const { words, layout } = this.#store;
    layout.unpack(words, state * layout.words, numbers);
    return numbers;
  }

  /** The first step, in the order of the actions, that leads from one state to the other. */
  #stepBetween(from: number, to: number): TraceStep {
    const before = this.#numbersOf(from);
    const after = this.#numbersOf(to);
    for (const instance of this.#instances) {
      const { outcomes, reads } = this.#evaluator.stepOnDrafts(instance, before);
      const outcome = outcomes.find((each) => leadsTo(each, before, after));
      if (outcome !== undefined) return describeStep(this.#cells, instance, outcome, reads, before);
    }
    throw new ModelError({
      seen: "A step that the search took leads elsewhere when it is taken again, for the trace.",
      cause: "a guard or effect that is not pure: it looks at a clock, a counter, a random number",
      next: "let it see nothing but its arguments; --verify-purity names one that differs",
    });
  }

  #lastStep(state: number, { instance, outcome }: LastStep): TraceStep {
    const what = this.#instances[instance] as ActionInstance;
    const before = this.#numbersOf(state);
    const { reads } = this.#evaluator.stepOnDrafts(what, before);
    return describeStep(this.#cells, what, outcome, reads, before);
  }
}

/** Words one step that is taken in the state of `before`. */
export function describeStep(
  cells: Cells,
  { action, choice }: ActionInstance,
  outcome: Outcome,
  reads: Int32Array,
  before: Int32Array,
): TraceStep {
  const changes = outcome.cells.flatMap((cell, index) =>
    changesBetween(
      cellPath(cells.names[cell] as string),
      cells.valueOf(cell, before[cell] as number),
      cells.valueOf(cell, outcome.numbers[index] as number),
    ),
  );
  return {
    action: action.name,
    choice,
    chosen: outcome.chosen,
    process: outcome.process,
    label: outcome.label,
    source: outcome.source,
    changes,
    reads: [...reads].map((cell) => cells.names[cell] as string),
    writes: outcome.cells.map((cell) => cells.names[cell] as string),
  };
}

function leadsTo(outcome: Outcome, before: Int32Array, after: Int32Array): boolean {
  const reached = before.slice();
  for (const [index, cell] of outcome.cells.entries()) {
    reached[cell] = outcome.numbers[index] as number;
  }
  return reached.every((number, cell) => number === after[cell]);
}

/** `vmas:0` as it stands in a path: `vmas[0]`. */
function cellPath(name: string): string {
  return name.replace(/:(\d+)$/, "[$1]");
}

/** Yields the leaves in which two values differ. Arrays are compared by position. */
export function changesBetween(
  path: string,
  old: Json | undefined,
  value: Json | undefined,
): Change[] {
  if (old === value) return [];
  const both = [old, value];
  const arrays = both.every((each) => Array.isArray(each));
  const records = !arrays && both.every((each) => isRecord(each));
  if (!arrays && !records) {
    return [
      {
        path,
        ...(old === undefined ? {} : { old }),
        ...(value === undefined ? {} : { new: value }),
      },
    ];
  }
  const before = old as Readonly<Record<string, Json>>;
  const after = value as Readonly<Record<string, Json>>;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const own = (record: typeof before, key: string): Json | undefined =>
    Object.hasOwn(record, key) ? record[key] : undefined;
  const inside = (key: string): string =>
    arrays ? `[${key}]` : /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  return keys.flatMap((key) =>
    changesBetween(`${path}${inside(key)}`, own(before, key), own(after, key)),
  );
}

function isRecord(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
