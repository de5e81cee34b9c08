/**
 * Runs recipes and predicates on tracking views, and yields what they depend on and what they do.
 * This is the slow path: the searches remember every result, and come here tens of thousands of
 * times at most.
 */
import { brokenRecipe } from "./broken-recipe.ts";
import { notPlain, type Cells } from "./cells.ts";
import { ChoiceScript } from "./choices.ts";
import { instanceName, type ActionInstance, type PredicateInstance } from "./instances.ts";
import type { Json } from "./json.ts";
import { ModelError } from "./model-error.ts";
import { NotPlain } from "./plain-value.ts";
import type { Step, StepProperty } from "./properties.ts";
import type { Kit } from "./system.ts";
import { DraftView, ReadOrder, ReadView, type EditView } from "./tracking-view.ts";
import { WorkingCopy } from "./working-copy.ts";

/** One way in which a step can go. */
export interface Outcome {
  /** Cells that get another value, and their new numbers. */
  readonly cells: readonly number[];
  readonly numbers: readonly number[];
  readonly chosen: readonly Json[];
  readonly label: string | null;
  readonly process: string | null;
  readonly source: string | null;
}

/** What a step does in a state; without outcomes it is not enabled. */
export interface Evaluation {
  /** The cells read, in order of first reading; a copy. */
  readonly reads: Int32Array;
  readonly outcomes: readonly Outcome[];
}

/** What a predicate says of a state. */
export interface Judgement {
  readonly reads: Int32Array;
  readonly holds: boolean;
}

/** What a step property says of a step. */
export interface StepJudgement extends Judgement {
  /** Whether it asked who did what. */
  readonly looksAtStep: boolean;
}

const disabled = Symbol("disabled");

export class Evaluator {
  /** Calls of recipes and predicates so far. */
  calls: number = 0;
  readonly #cells: Cells;
  readonly #reads: ReadOrder;
  readonly #view: ReadView;
  readonly #viewAfter: ReadView;
  readonly #copy: WorkingCopy;
  readonly #draft: DraftView;
  readonly #script: ChoiceScript = new ChoiceScript();
  readonly #kit: Kit;
  #numbers: Int32Array = new Int32Array(0);
  #label: string | null = null;
  #process: string | null = null;
  #source: string | null = null;

  constructor(cells: Cells) {
    this.#cells = cells;
    this.#reads = new ReadOrder(cells.count);
    this.#view = new ReadView(cells);
    this.#viewAfter = new ReadView(cells);
    this.#copy = new WorkingCopy(cells);
    this.#draft = new DraftView(cells);
    this.#kit = {
      choose: (alternatives) => {
        if (alternatives.length === 0) throw disabled;
        return this.#script.choose(alternatives);
      },
      disabled: () => {
        throw disabled;
      },
      label: (text, detail) => {
        this.#label = text;
        this.#process = detail?.process ?? this.#process;
        this.#source = detail?.source ?? this.#source;
      },
    };
  }

  /**
   * Runs an action instance in the state of `numbers`. Throws a ModelError when the recipe is
   * broken.
   */
  step(instance: ActionInstance, numbers: Int32Array): Evaluation {
    return this.#step(instance, numbers, this.#copy);
  }

  /**
   * The same by other means, on immer drafts: to verify that a step does what it did before, and
   * for traces, which so rest on nothing but drafts.
   */
  stepOnDrafts(instance: ActionInstance, numbers: Int32Array): Evaluation {
    return this.#step(instance, numbers, this.#draft);
  }

  #step(instance: ActionInstance, numbers: Int32Array, view: EditView): Evaluation {
    const { guard } = instance.action;
    const reads = this.#reads;
    reads.clear();
    this.calls++;
    this.#numbers = numbers;
    this.#label = null;
    if (guard !== null) {
      this.#view.show(numbers, reads);
      const enabled = this.#run(instance, "guard", () =>
        guard(this.#view.state as never, instance.choice as never),
      );
      refuseNonBoolean(enabled, `The guard of ${instanceName(instance)}`);
      if (!enabled) return { reads: this.readSoFar(), outcomes: [] };
    }
    const outcomes: Outcome[] = [];
    this.#script.reset();
    do {
      const outcome = this.#outcome(instance, numbers, view);
      if (outcome !== null) outcomes.push(outcome);
    } while (this.#script.advance());
    return { reads: this.readSoFar(), outcomes };
  }

  /** The cells that the last recipe has read, even if it broke off; a copy. */
  protected readSoFar(): Int32Array {
    return this.#reads.cells.slice(0, this.#reads.count);
  }

  /** Judges one state by a predicate. */
  judge({ property, index }: PredicateInstance, numbers: Int32Array): Judgement {
    return this.#judge(called(property), numbers, (state) => property.holds(state as never, index));
  }

  /** Judges one state by a predicate, on plain values and without a record of what was read. */
  judgeUntracked({ property, index }: PredicateInstance, numbers: Int32Array): boolean {
    const who = called(property);
    this.calls++;
    this.#reads.clear();
    let holds: boolean;
    try {
      holds = property.holds(this.#cells.stateOf(numbers) as never, index);
    } catch (error) {
      throw this.#brokenRecipe(who, "", error);
    }
    refuseNonBoolean(holds, who);
    return holds;
  }

  /** Judges whether a state is a legitimate last one. */
  judgeDone(done: (state: never) => boolean, numbers: Int32Array): Judgement {
    return this.#judge("The function `done`", numbers, (state) => done(state as never));
  }

  /**
   * Judges one step by a step property; `reads` are the cells read before or after it, in one
   * order.
   */
  judgeStep(
    property: StepProperty,
    before: Int32Array,
    after: Int32Array,
    step: Step,
  ): StepJudgement {
    this.#viewAfter.show(after, this.#reads);
    let looksAtStep = false;
    const watched = watchedStep(step, () => (looksAtStep = true));
    const judgement = this.#judge(called(property), before, (state) =>
      property.holds(state as never, this.#viewAfter.state as never, watched),
    );
    return { ...judgement, looksAtStep };
  }

  #judge(who: string, numbers: Int32Array, predicate: (state: object) => boolean): Judgement {
    const reads = this.#reads;
    reads.clear();
    this.calls++;
    this.#numbers = numbers;
    this.#view.show(numbers, reads);
    let holds: boolean;
    try {
      holds = predicate(this.#view.state);
    } catch (error) {
      throw this.#brokenRecipe(who, "", error);
    }
    refuseNonBoolean(holds, who);
    return { reads: this.readSoFar(), holds };
  }

  /** Runs the effect along the current choices; null when this alternative is disabled. */
  #outcome(instance: ActionInstance, numbers: Int32Array, view: EditView): Outcome | null {
    this.#script.begin();
    this.#label = null;
    this.#process = instance.process;
    this.#source = instance.action.source;
    view.begin(numbers, this.#reads);
    const enabled = this.#run(instance, "effect", () => {
      try {
        const result: unknown = instance.action.effect(
          view.state as never,
          instance.choice as never,
          this.#kit,
        );
        if (result instanceof Promise) throw asynchronous(result);
        this.#refuseState(result, view);
        return true;
      } catch (error) {
        if (error === disabled) return false;
        throw error;
      }
    });
    const cells: number[] = [];
    const written: number[] = [];
    this.#run(instance, "effect", () => {
      view.finish((cell, value) => {
        if (!enabled) return;
        const number = this.#numberOf(instance, cell, value);
        if (number === numbers[cell]) return;
        cells.push(cell);
        written.push(number);
      });
    });
    if (!enabled) return null;
    return {
      cells,
      numbers: written,
      chosen: this.#script.chosen,
      label: this.#label,
      process: this.#process,
      source: this.#source,
    };
  }

  /**
   * An effect may return anything, as short arrow functions do, but not what looks like its result.
   */
  #refuseState(result: unknown, { state }: EditView): void {
    if (typeof result !== "object" || result === null || result === state) return;
    if (!this.#cells.slots.every(({ name }) => Object.hasOwn(result, name))) return;
    throw new ModelError({
      seen: "It returned a state.",
      cause: "an effect written as a function from state to state",
      next: "edit the state that it is given: what an effect returns is not looked at",
    });
  }

  #numberOf(instance: ActionInstance, cell: number, value: unknown): number {
    try {
      return this.#cells.numberOf(cell, value);
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error;
      const who = `The effect of ${instanceName(instance)} leaves`;
      throw notPlain(who, this.#cells.names[cell] as string, error);
    }
  }

  #run<Result>(instance: ActionInstance, part: string, recipe: () => Result): Result {
    try {
      return recipe();
    } catch (error) {
      const label = this.#label === null ? "" : `, at "${this.#label}",`;
      throw this.#brokenRecipe(`The ${part} of ${instanceName(instance)}`, label, error);
    }
  }

  #brokenRecipe(who: string, label: string, error: unknown): Error {
    return brokenRecipe(who, error, { label, read: () => this.#textOfReads() });
  }

  #textOfReads(): string {
    const shown: string[] = [];
    for (let index = 0; index < this.#reads.count; index++) {
      const cell = this.#reads.cells[index] as number;
      const value = this.#cells.valueOf(cell, this.#numbers[cell] as number);
      shown.push(`${this.#cells.names[cell]} = ${shortened(JSON.stringify(value), 160)}`);
    }
    if (shown.length === 0) return "It had read nothing of the state.";
    return `It had read ${shortened(shown.join(", "), 1200)}.`;
  }
}

/** The same step; `onLook` is called when somebody asks what it is. */
function watchedStep(step: Step, onLook: () => void): Step {
  const look = <Key extends keyof Step>(key: Key): Step[Key] => {
    onLook();
    return step[key];
  };
  return {
    get action() {
      return look("action");
    },
    get choice() {
      return look("choice");
    },
    get process() {
      return look("process");
    },
    get label() {
      return look("label");
    },
    get source() {
      return look("source");
    },
  };
}

function called({ id }: { readonly id: string }): string {
  return `The property "${id}"`;
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}...`;
}

function asynchronous(result: Promise<unknown>): ModelError {
  // What is left of it runs on drafts that are gone; that need not end the process.
  result.catch(() => {});
  return new ModelError({
    seen: "It is asynchronous: it yielded a promise.",
    cause: "an async function, or one that passes on what an async function returned",
    next: "make it synchronous: a step is atomic, and waiting is a guard that does not hold yet",
  });
}

function refuseNonBoolean(value: unknown, who: string): void {
  if (typeof value === "boolean") return;
  const kinds = { object: "an object", function: "a function" } as const;
  const kind = typeof value;
  const shown =
    kind === "object" || kind === "function"
      ? kinds[kind]
      : typeof value === "string"
        ? JSON.stringify(value)
        : String(value);
  throw new ModelError({
    seen: `${who} yielded ${value instanceof Promise ? "a promise" : shown}, not true or false.`,
    cause: "a forgotten return, an async function, or a value used as if it were true or false",
    next: "return true or false",
  });
}
