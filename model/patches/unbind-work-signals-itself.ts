/** The fence of an unbind belongs to whoever drops the last hold. */
import type { Ref } from "../../checker/refs.ts";
import { unbindFenceOf } from "../cells/vma-resource.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import { dmaFenceSignal } from "../procedures/dma-fence.ts";

export const unbindWorkSignalsItself: Patch = {
  id: "unbind-work-signals-itself",
  bug: null,
  year: null,
  title: "The unbind work signals the unbind fence itself",
  mechanism:
    "The work signals the fence once the page-table entries are cleared, rather than leave " +
    "that to the last hold. Dropping the hold signals it again.",
  source: "driver.md 6.9, 11 P11; i915_vma_resource.c i915_vma_resource_unbind_work()",
  scenario: "C1-sync",
  caughtBy: "fences-signal-once",
  depth: 59,
  edits: [
    {
      before: "i915_vma_resource_unbind_work:unhold",
      insert: [
        step<{ resource: Ref<"vmaResources"> }, 0>("signal the unbind fence", (k) =>
          k.call(dmaFenceSignal, { fence: unbindFenceOf(k.local.resource) }),
        ),
      ],
    },
  ],
};
