/** Each binding is a user of the pages of its vma, and is known as one. */
import { pinVma } from "../cells/vma.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import { vmaBind } from "../procedures/vma-bind.ts";
import type { PinLocal } from "../procedures/vma-pin.ts";

export const bindingIsNotCounted: Patch = {
  id: "binding-is-not-counted",
  bug: null,
  year: null,
  title: "A pin counts a user of the pages, but no binding",
  mechanism:
    "A bind adds a user to the pages of its vma without counting it as a binding. " +
    "The unbind drops as many users as there are bindings, and the pages stay pinned for ever.",
  source: "driver.md 6.1, 6.2 K14; i915_vma.c i915_vma_pin_ww()",
  scenario: "C10-rebind",
  caughtBy: "bound-vmas-are-whole",
  depth: 21,
  edits: [
    {
      replace: "i915_vma_pin_ww:count the binding, or remove the node",
      by: [
        follows<PinLocal, Status>("count a user only", (k) => {
          k.local.status = k.resultOf(vmaBind);
          const vma = k.at(k.local.vma);
          if (k.local.status !== 0) return;
          vma.pagesUsers++;
          if (k.local.pinnedBy !== undefined) pinVma(k, k.local.vma, k.local.pinnedBy);
        }),
      ],
    },
  ],
};
