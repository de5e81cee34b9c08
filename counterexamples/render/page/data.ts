/** What a page is given beside its text: enough to derive each state, and who held what. */
import type { Course } from "../../states.ts";

export interface PageData extends Course {
  /** By step, from the start on: who does what, in one line. */
  readonly titles: readonly string[];
  /** By cell: what a process is called, `GPU request 1`. */
  readonly names: Readonly<Record<string, string>>;
  /** Source and flags of the expression for paths that are folded; null: none is. */
  readonly hidden: readonly [source: string, flags: string] | null;
  /** By row of counts, and by step from the start on: who held the cell; null: there was none. */
  readonly holders: readonly (readonly (readonly string[] | null)[])[];
}
