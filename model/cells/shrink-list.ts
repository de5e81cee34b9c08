/**
 * The lists that the shrinker walks (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_shrinker.c,
 * i915_gem_ttm.c): an object is on one of them, or on none. Lists are fields of their members,
 * since their order does not matter. Left out: the count of shrink pins, which here is one or none,
 * and the priorities of TTM's own lists.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { krefGetUnlessZero } from "./holders.ts";
import { gemObjectPut, type ShrinkList } from "./object.ts";

/** The list where an object belongs if it can be shrunk at all. */
export function shrinkListFor(k: Machine, object: Ref<"objects">): ShrinkList {
  return k.at(object).madv === "WILLNEED" ? "shrink" : "purge";
}

/**
 * Puts an object on a list. Kernel: __i915_gem_object_make_shrinkable(), and .._make_purgeable().
 */
export function joinShrinkList(k: Machine, object: Ref<"objects">, list: ShrinkList): void {
  if (k.at(object).refs.length === 0) {
    k.fault("listed-while-dying", object, "joins a list of the shrinker without any reference");
  }
  k.at(object).shrinkList = list;
}

/** Says whether the pages of an object are in shmem now, so that the shrinker can have them. */
function isInShmem(k: Machine, object: Ref<"objects">): boolean {
  const { tt } = k.at(k.at(object).bo);
  if (tt === null) return false;
  const { filp, pages } = k.at(tt);
  return filp !== null && pages !== null;
}

/** Kernel: i915_ttm_adjust_lru(); driver.md 5 B15. The object lock is held. */
export function adjustLru(k: Machine, object: Ref<"objects">): void {
  // Pages of the pool are never the shrinker's.
  if (k.at(object).backing !== "shmem") return;
  const { refs } = k.at(k.at(object).bo);
  if (refs.length === 0) return;
  // From a move of a dying object that is not marked as deleted yet, the lists are left alone.
  if (!krefGetUnlessZero(k, k.at(object), k.self)) return;
  adjustMembership(k, object);
  gemObjectPut(k, object, k.self);
}

/** Joins or leaves the shrinker's lists. */
export function adjustMembership(k: Machine, object: Ref<"objects">): void {
  const isShrinkable = isInShmem(k, object);
  if (isShrinkable === k.at(object).shrinkable) return;
  if (isShrinkable) joinShrinkList(k, object, shrinkListFor(k, object));
  else k.at(object).shrinkList = null;
  k.at(object).shrinkable = isShrinkable;
}
