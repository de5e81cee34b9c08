/** Makes traces of steps that are named one after the other, with all that the steps looked at. */
import { Cells } from "./cells.ts";
import { Evaluator } from "./evaluation.ts";
import { actionInstances, instanceKey, instancesByKey, type ActionInstance } from "./instances.ts";
import { MemoryBudget } from "./memory.ts";
import { canonicalText } from "./plain-value.ts";
import type { Property, StepProperty } from "./properties.ts";
import type { System } from "./system.ts";
import { describeStep, type TraceHead } from "./trace-builder.ts";
import type { Trace, TraceStep } from "./trace.ts";

/** Which step to take: the instance of an action, and what it picks from each `k.choose`. */
export type Picked = Pick<TraceStep, "action" | "choice" | "chosen">;

/** A run of a system that grows step by step. */
export class Retrace {
  readonly #cells: Cells;
  readonly #evaluator: Evaluator;
  readonly #instances: ReadonlyMap<string, ActionInstance>;
  readonly #initial: Int32Array;
  readonly #steps: TraceStep[] = [];
  #numbers: Int32Array;

  /** Starts in one of the system's initial states. */
  constructor(system: System, initial: object = system.initials[0] as object) {
    this.#cells = new Cells(initial, new MemoryBudget());
    this.#evaluator = new Evaluator(this.#cells);
    this.#initial = this.#cells.numbersOf(initial, "The initial state");
    this.#numbers = this.#initial;
    this.#instances = instancesByKey(actionInstances(system));
  }

  /** Takes a step; false: it is not enabled so. */
  take({ action, choice, chosen }: Picked): boolean {
    const instance = this.#instances.get(instanceKey(action, choice));
    if (instance === undefined) return false;
    const { outcomes, reads } = this.#evaluator.stepOnDrafts(instance, this.#numbers);
    const wanted = canonicalText(chosen);
    const outcome = outcomes.find((each) => canonicalText(each.chosen) === wanted);
    if (outcome === undefined) return false;
    this.#steps.push(describeStep(this.#cells, instance, outcome, reads, this.#numbers));
    this.#numbers = this.#numbers.slice();
    for (const [index, cell] of outcome.cells.entries()) {
      this.#numbers[cell] = outcome.numbers[index] as number;
    }
    return true;
  }

  /** The cells that a property looks at now, where it is violated; none: it holds. */
  judgedBy(property: Exclude<Property, StepProperty>): string[] {
    const { each } = property;
    const count = each === null ? 1 : (this.#cells.slotOf.get(each)?.length ?? 0);
    const reads = Array.from({ length: count }, (_, index) => {
      const { holds, reads: cells } = this.#evaluator.judge({ property, index }, this.#numbers);
      return holds ? [] : [...cells];
    });
    return this.#namesOf(reads.flat());
  }

  /** The cells on which it depends that nothing is enabled now. */
  restsOn(): string[] {
    const instances = [...this.#instances.values()];
    return this.#namesOf(
      instances.flatMap((each) => [...this.#evaluator.stepOnDrafts(each, this.#numbers).reads]),
    );
  }

  #namesOf(cells: readonly number[]): string[] {
    return [...new Set(cells)].map((cell) => this.#cells.names[cell] as string);
  }

  /** The trace of the steps so far. */
  trace(head: TraceHead): Trace {
    const initial = this.#cells.stateOf(this.#initial);
    return { format: "drmcheck trace", version: 3, ...head, initial, steps: [...this.#steps] };
  }
}
