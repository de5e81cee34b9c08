/** Completing an i915_sw_fence (Linux 6.x, drivers/gpu/drm/i915/i915_sw_fence.c). */
import type { FenceRef } from "../cells/fence.ts";
import { notifierOf, recordError, swFenceDrop, type ChainRef } from "../cells/sw-fence.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";

/**
 * Drops one dependency; whoever drops the last one runs both notifications, one after the other.
 */
export const swFenceComplete: Procedure<{ chain: ChainRef; fence?: FenceRef }, 0> = procedure(
  "i915_sw_fence_complete",
  "driver.md 3.3; i915_sw_fence.c",
  [
    step("drop one dependency, and notify COMPLETE after the last", (k) => {
      const { chain, fence } = k.local;
      if (fence !== undefined) recordError(k, chain, k.at(fence).error);
      if (!swFenceDrop(k, chain)) return k.ret(0);
      return k.callPointer(notifierOf(chain, "FENCE_COMPLETE"), { chain });
    }),
    follows("notify FREE", (k) =>
      k.callPointer(notifierOf(k.local.chain, "FENCE_FREE"), { chain: k.local.chain }),
    ),
  ],
);

/** The callback of an awaited fence, whose error it takes along. */
export const swFenceWake: Procedure<{ data: ChainRef; fence: FenceRef }, 0> = procedure(
  "__dma_i915_sw_fence_wake",
  "driver.md 3.3; i915_sw_fence.c",
  [
    step("complete the dependency", (k) =>
      k.call(swFenceComplete, { chain: k.local.data, fence: k.local.fence }),
    ),
  ],
);
