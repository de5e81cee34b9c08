/** The fences of works all have context 0 and sequence number 0, which must not be compared. */
import type { Ref } from "../../checker/refs.ts";
import { dmaFenceGet, type UnbindFenceRef } from "../cells/fence.ts";
import { objectResv } from "../cells/object.ts";
import { dmaResvAddFence, dmaResvReplace } from "../cells/reservation.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";

export const contextZeroIsATimeline: Patch = {
  id: "context-zero-is-a-timeline",
  bug: null,
  year: null,
  title: "Unbind fences replace one another as if they were of one timeline",
  mechanism:
    "Fences of context 0 are taken for fences of one timeline. The unbind fence of one binding " +
    "replaces that of another in the reservation, and nobody waits for the first one any more.",
  source: "driver.md 3.1, 3.2; dma-resv.c dma_resv_add_fence()",
  scenario: "C1-unbind-twice",
  caughtBy: "fences-stand-for-all-work",
  depth: 51,
  edits: [
    {
      replace: "i915_vma_unbind_async:add the unbind fence to the object",
      by: [
        step<{ vma: Ref<"vmas">; fence?: UnbindFenceRef }, Status>(
          "add the unbind fence in the place of another",
          (k) => {
            const resv = objectResv(k, k.at(k.local.vma).object);
            const { fences } = k.at(resv);
            const fence = k.got("fence");
            const old = fences.findIndex((each) => k.at(each.fence).context === null);
            if (old < 0) return dmaResvAddFence(k, resv, fence, "READ");
            dmaFenceGet(k, fence, resv);
            dmaResvReplace(k, resv, old, { fence, usage: "READ" });
          },
          "U7",
        ),
      ],
    },
  ],
};
