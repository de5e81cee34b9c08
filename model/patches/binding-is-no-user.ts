/** Each binding is a user of the pages of its vma. */
import { pinVma } from "../cells/vma.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import { vmaBind } from "../procedures/vma-bind.ts";
import type { PinLocal } from "../procedures/vma-pin.ts";

export const bindingIsNoUser: Patch = {
  id: "binding-is-no-user",
  bug: null,
  year: null,
  title: "A pin counts a binding, but no user of the pages",
  mechanism:
    "A bind counts itself as a binding, and adds no user to the pages of its vma. " +
    "The table of a view goes with the pin that queued the bind, which has yet to read it.",
  source: "driver.md 6.1, 6.2 K14; i915_vma.c i915_vma_pin_ww()",
  scenario: "C10-view",
  caughtBy: "no-use-after-free-of-structs",
  depth: 31,
  edits: [
    {
      replace: "i915_vma_pin_ww:count the binding, or remove the node",
      by: [
        follows<PinLocal, Status>("count a binding only", (k) => {
          k.local.status = k.resultOf(vmaBind);
          const vma = k.at(k.local.vma);
          if (k.local.status !== 0) return;
          vma.pagesBindings++;
          if (k.local.pinnedBy !== undefined) pinVma(k, k.local.vma, k.local.pinnedBy);
        }),
      ],
    },
  ],
};
