/**
 * Procedures: one kernel function each, as a list of labelled atomic steps in the order of the C. A
 * step holds at most one lock operation, one blocking wait or one externally visible write
 * (driver.md 15).
 */
import { ModelError } from "../../checker/model-error.ts";
import { nearestName } from "../../checker/nearest-name.ts";
import type { StepKit } from "./machine.ts";

/**
 * Where a procedure stands: its section of docs/driver.md, then the kernel file (or what plays its
 * part).
 */
export type Source = `driver.md ${string}; ${string}`;

/**
 * What `goto`, `call` and `ret` yield: the proof that a step which returns it has said where to go
 * on.
 */
export const moved: unique symbol = Symbol("moved");
export type Moved = typeof moved;

export interface Step<Local, Result> {
  readonly label: string;
  /**
   * The row of the section that this step stands for, such as "U3"; null: the section as a whole.
   */
  readonly row: string | null;
  /** Nobody runs between the step before and this one: see `follows`. */
  readonly follows: boolean;
  /** Runs the step. Yields nothing to go on with the next one, and off the last one to return 0. */
  run(k: StepKit<Local, Result>): Moved | void;
}

export interface Procedure<Local, Result> {
  /** The kernel function, in the kernel's spelling. */
  readonly name: string;
  readonly source: Source;
  readonly steps: readonly Step<Local, Result>[];
}

/** What a call needs of a procedure: its name, and for the types of its locals and its result. */
export type Callee<Local, Result> = Pick<Procedure<Local, Result>, "name" | "steps">;

/**
 * Stands for the procedure called `name` where a patch calls it, and asks for its result. Whether
 * there is one is found out at the call.
 */
export function procedureCalled<Local extends object, Result>(name: string): Callee<Local, Result> {
  return { name, steps: [] };
}

/** Any procedure, for lists and look-ups by name. */
export type AnyProcedure = Procedure<object, unknown>;

/**
 * Defines a procedure. `Local` is the record of its arguments, and of its locals as optional keys.
 * The full citation of a step is the section, its row, the file and the function.
 */
export function procedure<Local extends object, Result>(
  name: string,
  source: Source,
  steps: readonly Step<Local, Result>[],
): Procedure<Local, Result> {
  const labels = steps.map((each) => each.label);
  const twin = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twin !== undefined) {
    throw new ModelError({
      seen: `Two steps of ${name} are labelled "${twin}".`,
      cause: "a copied step",
      next: "give each a label of its own: goto, patches and traces speak of them by label",
    });
  }
  return { name, source, steps };
}

/** Defines one step of a procedure: others may run before it. */
export function step<Local, Result>(
  label: string,
  run: (k: StepKit<Local, Result>) => Moved | void,
  row?: string,
): Step<Local, Result> {
  return { label, run, row: row ?? null, follows: false };
}

/**
 * Defines a step that runs in the same transition as the step before it. That loses no bug for a
 * step that only drops references or locks, or frees (the earlier, the more goes wrong), and for
 * one that touches nothing but its own structs and what the locks that it holds protect (nobody can
 * tell). It must not be used between two steps that driver.md 15 lists as looking atomic but not
 * being so.
 */
export function follows<Local, Result>(
  label: string,
  run: (k: StepKit<Local, Result>) => Moved | void,
  row?: string,
): Step<Local, Result> {
  return { label, run, row: row ?? null, follows: true };
}

/** Yields the citation of a step: "driver.md 6.7 U3; i915_vma.c i915_vma_unbind_async()". */
export function citationOf(
  { name, source }: { readonly name: string; readonly source: Source },
  row: string | null,
): string {
  const [section, file] = source.split("; ");
  const call = name.includes("(") ? name : `${name}()`;
  return `${section}${row === null ? "" : ` ${row}`}; ${file} ${call}`;
}

/** Yields the procedure called `name`, or throws a ModelError with the nearest name. */
export function procedureNamed<P extends { readonly name: string }>(
  procedures: readonly P[],
  name: string,
): P {
  const found = procedures.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new ModelError({
    seen: `There is no procedure "${name}".`,
    cause: "a misspelt name, or one that this model does not have",
    next: nearestName(
      name,
      procedures.map((each) => each.name),
    ),
  });
}
