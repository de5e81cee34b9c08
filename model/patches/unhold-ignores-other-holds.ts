/** The unbind fence signals when the unbind is done, capture or not. */
import type { Ref } from "../../checker/refs.ts";
import { unbindFenceOf } from "../cells/vma-resource.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import { dmaFenceSignal } from "../procedures/dma-fence.ts";

export const unholdIgnoresOtherHolds: Patch = {
  id: "unhold-ignores-other-holds",
  bug: null,
  year: null,
  title: "The unbind fence signals though a capture holds the binding",
  mechanism:
    "The unbind work signals when it drops its own hold, whoever else has one. The memory is " +
    "moved and freed while the capture reads it.",
  source: "driver.md 6.9, 11 P17; i915_vma_resource.c __i915_vma_resource_unhold()",
  scenario: "C7-capture",
  caughtBy: "held-memory-is-kept",
  depth: 25,
  edits: [
    {
      before: "i915_vma_resource_unbind_work:unhold",
      insert: [
        step<{ resource: Ref<"vmaResources"> }, 0>("signal the fence, if others hold it", (k) => {
          if (k.at(k.local.resource).holds.length === 1) return;
          return k.call(dmaFenceSignal, { fence: unbindFenceOf(k.local.resource) });
        }),
      ],
    },
  ],
};
