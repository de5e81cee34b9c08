/**
 * What only the global GTT has (Linux 6.x, drivers/gpu/drm/i915/gt/intel_ggtt.c,
 * intel_ggtt_fencing.c): asynchronous binds of some bits only, a ppGTT behind it, views, mappings
 * of the CPU, and fence registers, which detile what is reached through a range. Left out: what a
 * register is programmed with.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { LOCAL_BIND, type BindBits } from "./bind-bits.ts";
import { dmaFenceAddCallback, type FenceRef } from "./fence.ts";
import type { Holder } from "./holders.ts";
import type { Vm } from "./vm.ts";

/** The part of an address space that only the GGTT has. */
export interface Ggtt {
  /** Which binds go through a work: `bind_async_flags`. */
  readonly asyncBits: BindBits;
  /** The aliasing ppGTT, where LOCAL binds write their entries; null: there is none. */
  readonly alias: Ref<"vms"> | null;
}

/** "normal": the object's own table; "partial": a table of some of its pages, built for the vma. */
export type View = "normal" | "partial";

/** The part of a vma that only one in the GGTT has. */
export interface GgttVma {
  readonly view: View;
  /** The CPU has page-table entries that lead to its range. */
  mapped: boolean;
  /** It is counted in the object's `userfault_count`: I915_VMA_USERFAULT. */
  userfault: boolean;
  fence: Ref<"fenceRegisters"> | null;
}

export const ggttVma = (view: View): GgttVma => ({
  view,
  mapped: false,
  userfault: false,
  fence: null,
});

/** Which bits an address space binds asynchronously. Kernel: bind_async_flags. */
export function asyncBitsOf({ ggtt, bindsAsync }: Vm): BindBits {
  if (ggtt !== undefined) return ggtt.asyncBits;
  return bindsAsync ? LOCAL_BIND : 0;
}

/** struct i915_fence_reg. */
export interface FenceRegister {
  vma: Ref<"vmas"> | null;
  pins: Holder[];
  /** Requests that rely on it and have not signalled: its i915_active. */
  requests: FenceRef[];
}

export const freeRegister = (): FenceRegister => ({ vma: null, pins: [], requests: [] });

/**
 * Gives a vma a fence register if there are any, and pins that. Kernel: __i915_vma_pin_fence(), for
 * a register that is free or the vma's own.
 */
export function pinFence(k: Machine, vma: Ref<"vmas">, holder: Holder): void {
  const { ggtt } = k.at(vma);
  if (ggtt === undefined || !k.has("fenceRegisters")) return;
  if (ggtt.fence === null) {
    const index = k.state.fenceRegisters.findIndex((each) => each?.vma === null);
    // Too few make it untiled, for which no register is needed.
    if (index < 0) return;
    ggtt.fence = `fenceRegisters:${index}`;
    k.at(ggtt.fence).vma = vma;
  }
  k.at(ggtt.fence).pins.push(holder);
}

/** Kernel: __i915_vma_unpin_fence(). */
export function unpinFence(k: Machine, vma: Ref<"vmas">, holder: Holder): void {
  const fence = k.at(vma).ggtt?.fence ?? null;
  if (fence === null) return;
  const { pins } = k.at(fence);
  const index = pins.indexOf(holder);
  if (index < 0) k.fault("refcount-underflow", fence, `${holder} unpins a register it has not`);
  pins.splice(index, 1);
}

/** Lets a register remember a request that relies on it. Kernel: i915_active_add_request(). */
export function trackInRegister(
  k: Machine,
  register: Ref<"fenceRegisters">,
  request: FenceRef,
): void {
  const callback = { func: "fence_register_retire", data: register };
  if (dmaFenceAddCallback(k, request, callback)) k.at(register).requests.push(request);
}

/**
 * Says whether no request relies on the register any more. One that has signalled does so until its
 * callback has run. Kernel: i915_active_is_idle().
 */
export const registerIsIdle = (k: Machine, register: Ref<"fenceRegisters">): boolean =>
  k.at(register).requests.length === 0;

/** Takes the register away from its vma. Kernel: i915_vma_revoke_fence(). */
export function revokeFence(k: Machine, vma: Ref<"vmas">): void {
  const { ggtt } = k.at(vma);
  if (ggtt === undefined || ggtt.fence === null) return;
  const register = k.at(ggtt.fence);
  if (!registerIsIdle(k, ggtt.fence) || register.pins.length > 0) {
    k.fault("kernel-assertion", ggtt.fence, "is taken from its vma while it is in use");
  }
  register.vma = null;
  ggtt.fence = null;
}
