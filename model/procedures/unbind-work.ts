/**
 * Unbinding a vma resource (Linux 6.x, drivers/gpu/drm/i915/i915_vma_resource.c). The fence signals
 * before the work takes vm->mutex to leave the tree: whoever holds the mutex may wait for single
 * unbinds.
 */
import type { Ref } from "../../checker/refs.ts";
import { rpmGetIfInUse, rpmPut } from "../cells/runtime-pm.ts";
import { unbindEntries } from "../cells/entries.ts";
import type { UnbindFenceRef } from "../cells/fence.ts";
import type { Holder } from "../cells/holders.ts";
import { lock, unlock } from "../cells/lock.ts";
import { refctSgtPut } from "../cells/sgt.ts";
import { swFenceComplete } from "./sw-fence.ts";
import { dmaFenceSignal } from "./dma-fence.ts";
import {
  chainHold,
  unbindFenceOf,
  vmaResourceGet,
  vmaResourcePut,
  workHold,
} from "../cells/vma-resource.ts";
import { tlbRecord } from "../cells/tlb.ts";
import { joinPendingUnbinds, leavePendingUnbinds } from "../cells/vm.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";

interface UnholdLocal {
  resource: Ref<"vmaResources">;
  holder: Holder;
  vm?: Ref<"vms">;
}

/** Drops one hold; the last one signals the unbind fence, and only then leaves the tree. */
export const vmaResourceUnhold: Procedure<UnholdLocal, 0> = procedure(
  "__i915_vma_resource_unhold",
  "driver.md 6.9; i915_vma_resource.c",
  [
    step("drop the hold, and signal after the last", (k) => {
      const { resource, holder } = k.local;
      const { holds } = k.at(resource);
      const index = holds.indexOf(holder);
      if (index < 0) k.fault("refcount-underflow", resource, `${holder} drops a hold it lacks`);
      holds.splice(index, 1);
      if (holds.length > 0) return k.ret(0);
      return k.call(dmaFenceSignal, { fence: unbindFenceOf(resource) });
    }),
    follows("put the wakeref", (k) => {
      const resource = k.at(k.local.resource);
      if (resource.wakeref) rpmPut(k, k.local.resource);
      resource.wakeref = false;
    }),
    follows("forget the vm", (k) => {
      const resource = k.at(k.local.resource);
      const { vm } = resource;
      resource.vm = null;
      if (vm === null || resource.immediateUnbind) return k.goto("put the table");
      k.local.vm = vm;
    }),
    step("lock vm->mutex", (k) => lock(k, k.got("vm"), k.at(k.got("vm")))),
    step("leave the tree", (k) => {
      leavePendingUnbinds(k, k.got("vm"), k.local.resource);
    }),
    follows("unlock vm->mutex", (k) => unlock(k, k.got("vm"), k.at(k.got("vm")))),
    follows("put the table", (k) => {
      const resource = k.at(k.local.resource);
      if (resource.rsgt !== null) refctSgtPut(k, resource.rsgt, k.local.resource);
      resource.rsgt = null;
    }),
  ],
);

/**
 * Clears the page-table entries. Nothing here may wait for anything but the hardware until the
 * signal.
 */
export const vmaResourceUnbindWork: Procedure<{ resource: Ref<"vmaResources"> }, 0> = procedure(
  "i915_vma_resource_unbind_work",
  "driver.md 6.9; i915_vma_resource.c",
  [
    step("begin signalling", (k) => {
      k.at(k.self).signalling = true;
    }),
    step("clear the page-table entries", (k) => {
      const resource = k.at(k.local.resource);
      const mayBeInTlbs = !resource.skipPteRewrite && unbindEntries(k, k.local.resource);
      resource.unbind = "done";
      if (!mayBeInTlbs || resource.tlb === null) return k.goto("end signalling");
    }),
    step("note that the TLBs have to be invalidated", (k) =>
      tlbRecord(k, k.at(k.local.resource).tlb),
    ),
    step("end signalling", (k) => {
      if (!k.at(k.self).signalling) {
        k.fault("kernel-assertion", k.self, "ends a signalling section that it has not begun");
      }
      k.at(k.self).signalling = false;
    }),
    follows("unhold", (k) => {
      const { resource } = k.local;
      return k.call(vmaResourceUnhold, { resource, holder: resource });
    }),
    follows("put the vma resource", (k) => {
      vmaResourcePut(k, k.local.resource, workHold(k.local.resource));
    }),
  ],
);

export const unbindNotifyComplete: Procedure<{ chain: Ref<"vmaResources"> }, 0> = procedure(
  "i915_vma_resource_fence_notify(FENCE_COMPLETE)",
  "driver.md 6.9; i915_vma_resource.c",
  [
    follows("run the unbind, or queue it", (k) => {
      const resource = k.local.chain;
      vmaResourceGet(k, resource, workHold(resource));
      if (k.at(resource).immediateUnbind) return k.call(vmaResourceUnbindWork, { resource });
      k.start("unbind work", vmaResourceUnbindWork.name, { resource });
    }),
  ],
);

export const unbindNotifyFree: Procedure<{ chain: Ref<"vmaResources"> }, 0> = procedure(
  "i915_vma_resource_fence_notify(FENCE_FREE)",
  "driver.md 6.9; i915_vma_resource.c",
  [
    step("put the reference of the chain", (k) => {
      vmaResourcePut(k, k.local.chain, chainHold(k.local.chain));
    }),
  ],
);

interface UnbindLocal {
  resource: Ref<"vmaResources">;
  /** Whose `mm.tlb` to write to; null: the caller does so itself. */
  tlb: Ref<"objects"> | null;
}

/** Schedules the unbind. The reference of the vma goes to the caller, along with the fence. */
export const vmaResourceUnbind: Procedure<UnbindLocal, UnbindFenceRef> = procedure(
  "i915_vma_resource_unbind",
  "driver.md 6.9; i915_vma_resource.c",
  [
    follows(
      "take the reference of the chain",
      (k) => {
        k.at(k.local.resource).tlb = k.local.tlb;
        vmaResourceGet(k, k.local.resource, chainHold(k.local.resource));
      },
      "1",
    ),
    follows(
      "keep the device awake",
      (k) => {
        const resource = k.at(k.local.resource);
        // The caller holds a wakeref, unless it forgot: this must not wake the device.
        if (resource.needsWakeref) resource.wakeref = rpmGetIfInUse(k, k.local.resource);
      },
      "2",
    ),
    step(
      "unbind at once, or join the tree of pending unbinds",
      (k) => {
        const resource = k.at(k.local.resource);
        resource.unbind = "scheduled";
        if (resource.chain.pending <= 1) resource.immediateUnbind = true;
        else if (resource.vm !== null) joinPendingUnbinds(k, resource.vm, k.local.resource);
      },
      "3",
    ),
    step("commit the chain", (k) => k.call(swFenceComplete, { chain: k.local.resource }), "4"),
    follows("return the unbind fence", (k) => k.ret(unbindFenceOf(k.local.resource))),
  ],
);
