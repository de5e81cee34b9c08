/**
 * The CPU mapping that user space has of an object (Linux 6.x,
 * drivers/gpu/drm/i915/gem/i915_gem_ttm.c, mm): `userMappings:0` belongs to `objects:0`. While an
 * area is mapped it holds a reference on the object. Left out: several areas of one object, partial
 * mappings, and mappings through the GGTT.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { rpmGet, rpmPut } from "./runtime-pm.ts";
import type { MemoryRef } from "./sgt.ts";

export interface UserMapping {
  /** What the CPU's page-table entries point at; null: there are none, the next access faults. */
  memory: MemoryRef | null;
  /** On the list of local memory that a runtime suspend has to unmap: `userfault_link`. */
  listed: boolean;
}

export const userMappingOf = (object: Ref<"objects">): Ref<"userMappings"> =>
  ref("userMappings", indexOf(object));

/** Removes the entries; the list is the driver's. Kernel: ttm_bo_unmap_virtual(). */
export function boUnmapVirtual(k: Machine, bo: Ref<"bos">): void {
  const { object } = k.at(bo);
  // Nothing is mapped of a ghost: the node of the address space stays with the original.
  if (object !== null) k.at(userMappingOf(object)).memory = null;
}

/**
 * Removes the entries, and an object in local memory from the list, under a wakeref. Kernel:
 * i915_ttm_unmap_virtual().
 */
export function unmapVirtual(k: Machine, object: Ref<"objects">): void {
  const mapping = k.at(userMappingOf(object));
  const { resource } = k.at(k.at(object).bo);
  const isLocal = resource !== null && k.at(resource).placement === "LMEM";
  if (isLocal) rpmGet(k, `${k.self}.unmap`);
  if (mapping.listed) {
    if (!isLocal) k.fault("kernel-assertion", object, "is on the list of local memory elsewhere");
    mapping.listed = false;
  }
  mapping.memory = null;
  if (isLocal) rpmPut(k, `${k.self}.unmap`);
}

/**
 * Removes the entries of every object on the list, with nothing locked: nobody else has a wakeref.
 * Kernel: i915_gem_runtime_suspend().
 */
export function unmapListed(k: Machine): void {
  for (const mapping of k.state.userMappings) {
    if (mapping?.listed !== true) continue;
    mapping.memory = null;
    mapping.listed = false;
  }
}
