/**
 * The tables of an object's memory (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_ttm.c): where a
 * reference on the table of a resource comes from. The object lock is held. Left out: radix
 * look-ups of single pages.
 */
import type { Ref } from "../../checker/refs.ts";
import type { OrError } from "../machine/errno.ts";
import type { Machine } from "../machine/machine.ts";
import type { Holder } from "./holders.ts";
import { cachedIoRsgt } from "./object.ts";
import { refctSgtGet, refctSgtPut, rsgtFromBlock, type SgtRef } from "./sgt.ts";
import { sgtOf } from "./tt.ts";

/**
 * Yields a reference on the table of a resource of an object, building the table if need be.
 * Kernel: i915_ttm_resource_get_st(), i915_ttm_tt_get_st(); driver.md 4 A1, A2.
 */
export function resourceGetSt(
  k: Machine,
  object: Ref<"objects">,
  resource: Ref<"resources">,
  holder: Holder,
): OrError<SgtRef> {
  const cell = k.at(object);
  const { block } = k.at(resource);
  const bo = k.at(cell.bo);
  if (block === null) return ttGetSt(k, bo.tt, holder);
  if (bo.resource !== resource) {
    return k.fails("-ENOMEM") ? "-ENOMEM" : rsgtFromBlock(k, block, holder);
  }
  if (cell.cachedIoRsgt === null) {
    if (k.fails("-ENOMEM")) return "-ENOMEM";
    cell.cachedIoRsgt = rsgtFromBlock(k, block, cachedIoRsgt(object));
  }
  refctSgtGet(k, cell.cachedIoRsgt, holder);
  return cell.cachedIoRsgt;
}

function ttGetSt(k: Machine, tt: Ref<"tts"> | null, holder: Holder): OrError<SgtRef> {
  if (tt === null) return k.fault("null-pointer", "bo.ttm", "has no tt to get the table of");
  const { pages } = k.at(tt);
  const sgt = sgtOf(tt);
  if (k.at(sgt).table === null) {
    if (k.fails("-ENOMEM") || k.fails("-ENOMEM", "map")) return "-ENOMEM";
    k.at(sgt).table = pages;
  }
  refctSgtGet(k, sgt, holder);
  return sgt;
}

/** Drops the object's own table of its local memory. Kernel: i915_ttm_free_cached_io_rsgt(). */
export function freeCachedIoRsgt(k: Machine, object: Ref<"objects">): void {
  const cell = k.at(object);
  if (cell.cachedIoRsgt === null) return;
  refctSgtPut(k, cell.cachedIoRsgt, cachedIoRsgt(object));
  cell.cachedIoRsgt = null;
}
