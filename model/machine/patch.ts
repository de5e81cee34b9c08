/**
 * Patches: named changes to procedures. The procedures say what the landed kernel does; every
 * published bug, earlier revision or idea is a patch, so that the correct text stays free of
 * switches.
 */
import type { Step } from "./procedure.ts";

// Steps of any procedure; the author gives `step` the locals of the procedure that it edits.
type AnyStep = Step<object, unknown>;

/**
 * One change. Steps are named "procedure:label"; naming one that does not exist is a ModelError.
 */
export type Edit =
  | { readonly remove: string }
  | { readonly replace: string; readonly by: readonly AnyStep[] }
  | { readonly before: string; readonly insert: readonly AnyStep[] }
  | { readonly after: string; readonly insert: readonly AnyStep[] }
  | { readonly swap: readonly [string, string] }
  /** The step becomes a part of the same transition as the step before it. */
  | { readonly join: string }
  /** The two do each other's work: unlike a swap, labels and transitions stay where they are. */
  | { readonly exchange: readonly [string, string] };

export interface Patch {
  /** What `--patch` takes: a slug. */
  readonly id: string;
  /**
   * The published bug that it puts back, such as "O11"; null: none. `--patch` takes this as well.
   */
  readonly bug: string | null;
  /** When the bug was published; null: it is none. */
  readonly year: number | null;
  readonly title: string;
  /** Two sentences: what the change does, and what goes wrong. */
  readonly mechanism: string;
  readonly source: string;
  /** The scenario in which it shows. */
  readonly scenario: string;
  /** The property that catches it there. */
  readonly caughtBy: string;
  /**
   * Steps of the shortest trace: another number means that the procedures, or their grain, changed.
   */
  readonly depth: number;
  readonly edits: readonly Edit[];
}

/** What a user's patch must say; the rest is for those that ship with the model. */
export type UserPatch = Pick<Patch, "id" | "edits"> & Partial<Patch>;

/** Whether a module exports a patch there, going by its form. */
export function isPatch(value: unknown): value is UserPatch {
  if (typeof value !== "object" || value === null) return false;
  return "id" in value && "edits" in value && Array.isArray(value.edits);
}

/**
 * What another version of the kernel does, as edits of the landed text: a scenario may be about it,
 * and patches then apply on top.
 */
export interface Revision {
  /** What traces and lists call it: a slug. */
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly edits: readonly Edit[];
}
