/**
 * The driver's part in the end of an object (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_object.c,
 * i915_gem_ttm.c). Left out: mmap offsets, userfault and shrinker lists.
 */
import type { Ref } from "../../checker/refs.ts";
import { freeCachedIoRsgt } from "../cells/object-tables.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { objectPutPages } from "./put-pages.ts";
import { vmaDestroy } from "./vma-destroy.ts";
import { closeFile } from "./shmem-pages.ts";

/** The work behind the last GEM reference. */
export const gemFreeWork: Procedure<{ object: Ref<"objects"> }, 0> = procedure(
  "__i915_gem_free_work",
  "driver.md 5 B11; i915_gem_object.c",
  [
    step(
      "put the buffer object",
      (k) => {
        const { bo, backing } = k.at(k.local.object);
        if (backing === "plain shmem") return k.goto("clean up at once");
        return k.callPointer("ttm_bo_put", { bo, holder: k.local.object }, "return");
      },
      "1",
    ),
    follows("clean up at once", (k) => k.call(deleteMemNotify, { object: k.local.object }), "1"),
    step(
      "free it",
      (k) => {
        closeFile(k, k.at(k.local.object));
        return k.callPointer("ttm_transfered_destroy", { bo: k.at(k.local.object).bo });
      },
      "1",
    ),
    follows("return", (k) => k.ret(0), "1"),
  ],
);

/** Takes the object apart before its memory goes. */
export const deleteMemNotify: Procedure<{ object: Ref<"objects"> }, 0> = procedure(
  "i915_ttm_delete_mem_notify",
  "driver.md 5 B10; i915_gem_ttm.c",
  [
    follows("is there anything left?", (k) => {
      // Told twice if somebody else cleans a deleted object up before its own worker does.
      const { bo, backing } = k.at(k.local.object);
      const { resource, tt } = k.at(bo);
      if (resource === null && tt === null && backing !== "plain shmem") return k.ret(0);
    }),
    step("destroy the next vma", (k) => {
      const [vma] = k.at(k.local.object).vmas;
      if (vma !== undefined) return k.call(vmaDestroy, { vma }, "destroy the next vma");
    }),
    follows("put the pages", (k) => {
      k.at(k.local.object).pagesPins = [];
      return k.call(objectPutPages, { object: k.local.object });
    }),
    follows("drop the cached table", (k) => freeCachedIoRsgt(k, k.local.object)),
  ],
);
