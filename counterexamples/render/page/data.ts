/** What a page is given beside its text: enough to derive each state, and who held what. */
import type { Course } from "../../states.ts";

/** From which step on who holds a cell; null: it has been freed. */
export type Held = readonly [step: number, holders: readonly string[] | null];

export interface PageData extends Course {
  /** By step, from the start on: who does what, in one line. */
  readonly titles: readonly string[];
  /** By cell: what a process is called, `GPU request 1`. */
  readonly names: Readonly<Record<string, string>>;
  /** Source and flags of the expression for paths that are folded; null: none is. */
  readonly hidden: readonly [source: string, flags: string] | null;
  /** By row of counts. */
  readonly holders: readonly (readonly Held[])[];
}
