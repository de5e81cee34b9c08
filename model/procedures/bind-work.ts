/**
 * The bind work: dma_fence_work and its vma operations (Linux 6.x, drivers/gpu/drm/i915/
 * i915_sw_fence_work.c, i915_vma.c). A disabled work, and one whose dependencies failed, is skipped
 * in the context that completed its chain. Left out: the page-table stash.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import type { BindBits } from "../cells/bind-bits.ts";
import { bindEntries, noteBindings } from "../cells/entries.ts";
import { dmaFenceGet, dmaFencePut, dmaFenceSetError } from "../cells/fence.ts";
import { gemObjectPut } from "../cells/object.ts";
import { vmaResourcePut } from "../cells/vma-resource.ts";
import { bindFenceOf } from "../cells/works.ts";
import type { Machine } from "../machine/machine.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { dmaFenceSignal } from "./dma-fence.ts";

/**
 * Notes that a bind is done, or was skipped, unless another work still binds more bits of the same
 * resource. Ghost bookkeeping.
 */
function noteBound(k: Machine, work: Ref<"bindWorks">, resource: Ref<"vmaResources">): void {
  const isLast = k.state.bindWorks.every(
    (other, index) => other?.resource !== resource || ref("bindWorks", index) === work,
  );
  if (isLast) k.at(resource).bind = "done";
}

interface BindWorkLocal {
  work: Ref<"bindWorks">;
  /** Which bindings its resource was noted to have when the entries were written. */
  boundFlags?: BindBits;
}

/** Writes the page-table entries, unless the contents of the object could not be made safe. */
export const vmaBindWork: Procedure<BindWorkLocal, 0> = procedure(
  "__vma_bind",
  "driver.md 6.3; i915_vma.c",
  [
    step("write the page-table entries", (k) => {
      const { object, resource, bits } = k.at(k.local.work);
      if (object === null || resource === null) {
        return k.fault("null-pointer", k.local.work, "runs a bind work that was never enabled");
      }
      const isKnown = !k.at(object).unknownState;
      const boundFlags = isKnown ? bindEntries(k, resource, bits) : null;
      noteBound(k, k.local.work, resource);
      if (boundFlags === null) return k.ret(0);
      k.local.boundFlags = boundFlags;
    }),
    // Not atomic: somebody may be binding GLOBAL under vm->mutex, which this work does not take.
    step("note which bindings there are", (k) => {
      const { resource, bits } = k.at(k.local.work);
      if (resource !== null) noteBindings(k, resource, [k.local.boundFlags ?? 0, bits]);
    }),
  ],
);

/** Drops what the work holds: before its fence signals (driver.md 3.4). */
export const vmaRelease: Procedure<{ work: Ref<"bindWorks"> }, 0> = procedure(
  "__vma_release",
  "driver.md 6.3; i915_vma.c",
  [
    follows("put the object", (k) => {
      const work = k.at(k.local.work);
      if (work.object !== null) gemObjectPut(k, work.object, k.local.work);
      work.object = null;
      if (work.resource === null) return k.ret(0);
    }),
    follows("put the vma resource", (k) => {
      const work = k.at(k.local.work);
      if (work.resource === null) return k.ret(0);
      noteBound(k, k.local.work, work.resource); // or skipped, which orders the unbind just as well
      vmaResourcePut(k, work.resource, k.local.work);
      work.resource = null;
    }),
  ],
);

export const fenceComplete: Procedure<{ work: Ref<"bindWorks"> }, 0> = procedure(
  "fence_complete",
  "driver.md 3.4; i915_sw_fence_work.c",
  [
    follows("release", (k) => k.call(vmaRelease, { work: k.local.work })),
    follows("signal", (k) => k.call(dmaFenceSignal, { fence: bindFenceOf(k.local.work) })),
  ],
);

export const fenceWork: Procedure<{ work: Ref<"bindWorks"> }, 0> = procedure(
  "fence_work",
  "driver.md 3.4; i915_sw_fence_work.c",
  [
    follows("work", (k) => k.call(vmaBindWork, { work: k.local.work })),
    follows("release and signal", (k) => k.call(fenceComplete, { work: k.local.work })),
    follows("put the work", (k) => {
      dmaFencePut(k, bindFenceOf(k.local.work), `${k.local.work}.work`);
    }),
  ],
);

export const fenceNotifyComplete: Procedure<{ chain: Ref<"bindWorks"> }, 0> = procedure(
  "fence_notify(FENCE_COMPLETE)",
  "driver.md 3.4; i915_sw_fence_work.c",
  [
    follows("run the work, queue it, or skip it", (k) => {
      const work = k.local.chain;
      const { chain, immediate } = k.at(work);
      const fence = bindFenceOf(work);
      if (chain.error !== 0) dmaFenceSetError(k, fence, chain.error);
      if (k.at(fence).error !== 0) return k.call(fenceComplete, { work });
      dmaFenceGet(k, fence, `${work}.work`);
      if (immediate) return k.call(fenceWork, { work });
      k.start("bind work", fenceWork.name, { work });
    }),
  ],
);

export const fenceNotifyFree: Procedure<{ chain: Ref<"bindWorks"> }, 0> = procedure(
  "fence_notify(FENCE_FREE)",
  "driver.md 3.4; i915_sw_fence_work.c",
  [
    follows("put the initial reference", (k) => {
      dmaFencePut(k, bindFenceOf(k.local.chain), k.local.chain);
    }),
  ],
);
