/** The copy that makes good for a failed blit keeps bare pointers to the tables of both ends. */
import { refctSgtPut } from "../cells/sgt.ts";
import type { Patch } from "../machine/patch.ts";
import { follows, type Step } from "../machine/procedure.ts";
import type { MigrateLocal } from "../procedures/migrate.ts";
import type { FenceRef } from "../cells/fence.ts";
import type { Errno } from "../machine/errno.ts";

/** Drops what the work has just taken, and keeps the pointers. */
export const forgetTheTables: Step<MigrateLocal, FenceRef | null | Errno> = follows(
  "keep bare pointers to the tables",
  (k) => {
    const work = k.got("work");
    const { sourceRsgt, destinationRsgt } = k.at(work);
    if (destinationRsgt !== null) refctSgtPut(k, destinationRsgt, `${work}.dst_rsgt`);
    if (sourceRsgt !== null) refctSgtPut(k, sourceRsgt, `${work}.src_rsgt`);
    k.at(work).destinationRsgt = null;
    k.at(work).sourceRsgt = null;
  },
  "2",
);

export const memcpyWorkTakesNoTables: Patch = {
  id: "memcpy-work-takes-no-tables",
  bug: null,
  year: null,
  title: "The copy behind a failed blit holds no references on the sg-tables",
  mechanism:
    "The memcpy work keeps bare pointers to the tables of source and destination. A blit " +
    "fails after the object has moved on, and the copy that should make good for it reads a " +
    "freed table.",
  source: "driver.md 2.2, 5 B3; Thomas Hellström, Introduce refcounted sg-tables, v5, 2021-11-01",
  scenario: "C1-recovery",
  caughtBy: "no-use-after-free-of-structs",
  depth: 34,
  edits: [{ after: "__i915_ttm_move:allocate the memcpy work", insert: [forgetTheTables] }],
};
