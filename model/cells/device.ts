/**
 * The device, and the callbacks that its driver gives TTM (Linux 6.x, struct ttm_device and struct
 * ttm_device_funcs; gt/intel_reset.c for wedging). All but `wedged` is fixed by the scenario. Left
 * out: several GTs, which are wedged together here, and un-wedging.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { Placement } from "./resource.ts";

export interface Device {
  /** The GPU has been given up: whatever is unfinished or comes later ends with -EIO. */
  wedged: boolean;
  /** There is a context for blits: the GT's migrate context. */
  readonly canBlit: boolean;
  /** The CPU can reach all of local memory. */
  readonly cpuVisible: boolean;
  /** Objects have metadata besides their pages, which only the GPU can copy or clear: CCS. */
  readonly hasMetadata: boolean;
  /** How a buffer object is moved: the hook of the driver. */
  readonly move: "i915_ttm_move" | "ttm_bo_move_memcpy";
  /** Where an evicted buffer object goes; null: the driver knows no place for it. */
  readonly evictsTo: Placement | null;
}

/** A device of i915 with nothing unusual. */
export const usualDevice: Device = {
  wedged: false,
  canBlit: true,
  cpuVisible: true,
  hasMetadata: false,
  move: "i915_ttm_move",
  evictsTo: "SYSTEM",
};

/** There is one. */
export const theDevice: Ref<"devices"> = "devices:0";

/** Kernel: intel_gt_is_wedged(). */
export const isWedged = (k: Machine): boolean => k.at(theDevice).wedged;

/** Says whether a copy may be made good by the CPU. Kernel: i915_ttm_memcpy_allowed(). */
export function cpuMayCopy(k: Machine): boolean {
  const { cpuVisible, hasMetadata } = k.at(theDevice);
  return cpuVisible && !hasMetadata;
}
