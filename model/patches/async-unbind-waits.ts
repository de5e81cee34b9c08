/** An asynchronous unbind that tidies up before it returns. */
import type { UnbindFenceRef } from "../cells/fence.ts";
import { krefMove } from "../cells/holders.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import { vmaResourceUnbind } from "../procedures/unbind-work.ts";
import type { EvictLocal } from "../procedures/vma-unbind.ts";

export const asyncUnbindWaits: Patch = {
  id: "async-unbind-waits",
  bug: null,
  year: null,
  title: "An asynchronous unbind waits for its fence",
  mechanism:
    "__i915_vma_evict() waits for the unbind fence on both ways. Nothing goes wrong, but a " +
    "move sleeps until the job is done, with vm->mutex held.",
  source: "driver.md 6.8, 11 P28; i915_vma.c __i915_vma_evict()",
  scenario: "C1-move",
  caughtBy: "async-paths-do-not-block",
  depth: 50,
  edits: [
    {
      replace: "__i915_vma_evict:detach the resource from the vma",
      by: [
        follows<EvictLocal, UnbindFenceRef | null>("detach it, and wait in any case", (k) => {
          const vma = k.at(k.local.vma);
          const fence = k.resultOf(vmaResourceUnbind);
          krefMove(k, fence, k.at(fence), [k.local.vma, k.self]);
          k.local.fence = fence;
          vma.resource = null;
          vma.bound = 0;
        }),
      ],
    },
  ],
};
