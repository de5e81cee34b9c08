/**
 * Rows of docs/driver.md that no step stands for, and why that loses no bug. Every other row of
 * sections 3 to 8 and 10 is cited by a step; docs/model.md shows both, and is made from the code.
 */

export interface OmittedRow {
  /** As in citations: "5 B11". */
  readonly section: string;
  /** "M0" or "3"; null: the section as a whole. */
  readonly row: string | null;
  readonly why: string;
}

export const omittedRows: readonly OmittedRow[] = [
  { section: "6.5", row: "1", why: "the device stays awake, and nothing is done without vmas" },
  { section: "6.5", row: "4", why: "the device stays awake" },
];
