/**
 * Whether an object may be evicted (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_object.c): nobody
 * but its vmas has pinned its pages, and nobody has pinned those.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";

/** Kernel: i915_gem_object_evictable(). */
export function objectIsEvictable(k: Machine, object: Ref<"objects">): boolean {
  const { pagesPins, vmas } = k.at(object);
  if (pagesPins.length === 0) return true;
  if (vmas.some((vma) => k.at(vma).pins.length > 0)) return false;
  return pagesPins.length === vmas.filter((vma) => k.at(vma).pagesUsers > 0).length;
}
