/** O09: a pending bind forbids put_pages, so that a move in between has to fail. */
import type { Ref } from "../../checker/refs.ts";
import { pinPages, unpinPages } from "../cells/object.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { BindLocal } from "../procedures/vma-bind.ts";

export const bindWorkPinsThePages: Patch = {
  id: "bind-work-pins-the-pages",
  bug: "O09",
  year: 2022,
  title: "A pending bind pins the pages of the object",
  mechanism:
    "The bind work pins the pages of the object until it has run. A move unbinds " +
    "asynchronously, is then refused by put_pages, and fails though nothing is wrong.",
  source:
    "driver.md 5 B2, 6.3; Thomas Hellström, Use vma resources for async unbinding, v5, 2022-01",
  scenario: "C1-move",
  caughtBy: "no-operation-fails-without-cause",
  depth: 53,
  edits: [
    {
      before: "i915_vma_bind:let the work hold the object",
      insert: [
        follows<BindLocal, Status>("pin the pages for the work", (k) => {
          pinPages(k, k.at(k.local.vma).object, k.got("work"));
        }),
      ],
    },
    {
      before: "__vma_release:put the object",
      insert: [
        follows<{ work: Ref<"bindWorks"> }, 0>("unpin the pages", (k) => {
          const { object } = k.at(k.local.work);
          // The destruction of an object drops all pins by force.
          if (object === null || !k.at(object).pagesPins.includes(k.local.work)) return;
          unpinPages(k, object, k.local.work);
        }),
      ],
    },
  ],
};
