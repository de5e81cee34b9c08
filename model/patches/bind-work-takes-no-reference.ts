/** A binding that keeps a bare pointer to its table: what refcounted sg-tables came to end. */
import { vmaResourceInit } from "../cells/vma-resource.ts";
import type { Patch } from "../machine/patch.ts";
import { step, type Step } from "../machine/procedure.ts";
import type { BindLocal } from "../procedures/vma-bind.ts";
import type { Status } from "../machine/errno.ts";

/** As in the driver, but `bi.pages_rsgt` stays NULL. */
export const initialiseWithRawPages: Step<BindLocal, Status> = step(
  "initialise the vma resource with bare pages",
  (k) => {
    delete k.local.seen;
    const vma = k.at(k.local.vma);
    const { vm, pages, guard } = vma;
    const info = { vma: k.local.vma, vm, slot: vma.node ?? 0, guard, pages, rsgt: null };
    vmaResourceInit(k, k.got("resource"), info);
    vma.resource = k.local.resource;
    if (k.local.work === null) return k.goto("wait for the moving fence");
  },
  "D2",
);

export const bindWorkTakesNoReference: Patch = {
  id: "bind-work-takes-no-reference",
  bug: null,
  year: null,
  title: "A pending bind holds no reference on its sg-table",
  mechanism:
    "The vma resource keeps a bare pointer to the table that its bind will read. A move drops " +
    "the last reference on the table as soon as the unbind is scheduled, and the bind reads " +
    "freed memory.",
  source:
    "driver.md 2.2, 3.8; Thomas Hellström, Use vma resources for async unbinding, v7, 2022-01-10",
  scenario: "C1-move",
  caughtBy: "no-use-after-free-of-structs",
  depth: 68,
  edits: [{ replace: "i915_vma_bind:initialise the vma resource", by: [initialiseWithRawPages] }],
};
