/** O01: whoever fails to fill a table frees its struct, which is not theirs. */
import type { RefillableRef } from "../cells/sgt.ts";
import type { Status } from "../machine/errno.ts";
import type { Edit, Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

const freeTheStruct: Edit = {
  replace: "shmem_sg_alloc_table:allocate the entries",
  by: [
    follows<{ table: RefillableRef; file: `files:${number}` }, Status>(
      "allocate the entries",
      (k) => {
        if (!k.fails("-ENOMEM")) return;
        k.free(k.local.table);
        return k.ret("-ENOMEM");
      },
    ),
  ],
};

const source = "driver.md 4 A8; seed 000, refcounted sg-tables, v5: fix a potential double-free";

export const calleeFreesTheTable: Patch = {
  id: "callee-frees-the-table",
  bug: "O01",
  year: 2021,
  title: "The struct of a table is freed by its filler, and again by its owner",
  mechanism:
    "Where there is no memory for the entries, shmem_sg_alloc_table() frees the struct that its " +
    "caller has allocated. The caller frees it again on its own way out.",
  source,
  scenario: "C9-plain-memory",
  caughtBy: "no-double-free",
  depth: 3,
  edits: [freeTheStruct],
};

export const calleeFreesTheTtsTable: Patch = {
  id: "callee-frees-the-tts-table",
  bug: null,
  year: null,
  title: "The table inside of a tt is freed by its filler",
  mechanism:
    "Where there is no memory for the entries, shmem_sg_alloc_table() frees the struct, which " +
    "lies in the middle of a tt. Whoever looks at the tt again uses freed memory.",
  source,
  scenario: "C9-memory",
  caughtBy: "no-use-after-free-of-structs",
  depth: 9,
  edits: [freeTheStruct],
};
