/**
 * Rows of docs/driver.md that no step stands for, and why that loses no bug. Every other row of
 * sections 3 to 10 is cited by a step; docs/model.md shows both, and is made from the code.
 */

export interface OmittedRow {
  /** As in citations: "5 B11". */
  readonly section: string;
  /** "M0" or "3"; null: the section as a whole. */
  readonly row: string | null;
  readonly why: string;
}

export const omittedRows: readonly OmittedRow[] = [
  {
    section: "4 A8",
    row: "1",
    why: "Sizes are not modelled: a region that is too small fails as one without memory does.",
  },
  {
    section: "4 A8",
    row: "5",
    why: "Trimming gives unused entries back, and changes nothing that anybody can see.",
  },
  { section: "3.5", row: "r2", why: "the tree of nodes is the active's own, and nobody sees it" },
  { section: "3.5", row: "r4", why: "waking by address touches no struct" },
  {
    section: "5 B6",
    row: null,
    why: "domains and flags of the mapping decide nothing that is judged here",
  },
  { section: "5 B15", row: "5", why: "the order of the LRU is a choice wherever it matters" },
  {
    section: "6.2",
    row: "K3",
    why: "ww back-off of page-table objects; each operation takes its locks at once",
  },
  {
    section: "6.2",
    row: "K7",
    why: "the stash is the work's own memory; its failure has the exit of K8",
  },
  {
    section: "6.8",
    row: "2",
    why: "a mapping of the kernel dies with its binding, and nobody else uses it",
  },
];
