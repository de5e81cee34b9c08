/** O11: nobody who works behind the back of an object holds the tables that it works by. */
import type { Patch } from "../machine/patch.ts";
import { initialiseWithRawPages } from "./bind-work-takes-no-reference.ts";
import { forgetTheTables } from "./memcpy-work-takes-no-tables.ts";

export const rawTablesAcrossMoves: Patch = {
  id: "raw-tables-across-moves",
  bug: "O11",
  year: 2021,
  title: "Raw sg-tables are kept across moves",
  mechanism:
    "Binds and recovery copies keep raw pointers to sg-tables, as before refcounted tables. " +
    "The state of the object runs ahead of the GPU, and a later move frees the table that " +
    "they still have to read.",
  source: "driver.md 2.2; Thomas Hellström, Introduce refcounted sg-tables, v5, 2021-11-01",
  scenario: "C1-two-moves",
  caughtBy: "no-use-after-free-of-structs",
  depth: 34,
  edits: [
    { replace: "i915_vma_bind:initialise the vma resource", by: [initialiseWithRawPages] },
    { after: "__i915_ttm_move:allocate the memcpy work", insert: [forgetTheTables] },
  ],
};
