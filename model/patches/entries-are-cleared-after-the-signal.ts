/** The unbind work lets go of its hold before it has done what the hold stands for. */
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { Ref } from "../../checker/refs.ts";
import { writePte } from "../cells/vm.ts";

export const entriesAreClearedAfterTheSignal: Patch = {
  id: "entries-are-cleared-after-the-signal",
  bug: null,
  year: null,
  title: "The unbind work clears the entries after it has dropped its hold",
  mechanism:
    "The hold of the unbind work is dropped first, which signals the fence. Whoever waited " +
    "for that goes on while the old entries are still there, and are cleared under the next " +
    "binding.",
  source: "driver.md 6.9, 11 P5; i915_vma_resource.c i915_vma_resource_unbind_work()",
  scenario: "C1-nowait",
  caughtBy: "entries-change-within-their-work",
  depth: 56,
  edits: [
    { remove: "i915_vma_resource_unbind_work:clear the page-table entries" },
    {
      before: "i915_vma_resource_unbind_work:put the vma resource",
      insert: [
        step<{ resource: Ref<"vmaResources"> }, 0>("clear the entries at last", (k) => {
          const { slot } = k.at(k.local.resource);
          k.at(k.local.resource).unbind = "done";
          writePte(k, "vms:0", slot, null);
        }),
      ],
    },
  ],
};
