/**
 * Putting the pages of an object (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_pages.c). The object
 * lock is held. Left out: CPU mappings.
 */
import type { Ref } from "../../checker/refs.ts";
import { mmRsgt } from "../cells/object.ts";
import { refctSgtPut } from "../cells/sgt.ts";
import { tlbInvalidate } from "../cells/tlb.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";

/** Lets go of the pages; the memory stays with the resource, or with the tt. */
export const objectPutPages: Procedure<{ object: Ref<"objects"> }, Status> = procedure(
  "__i915_gem_object_put_pages",
  "driver.md 4 A5; i915_gem_pages.c",
  [
    step(
      "may they be put?",
      (k) => (k.at(k.local.object).pagesPins.length > 0 ? k.ret("-EBUSY") : undefined),
      "1",
    ),
    follows(
      "unset the pages",
      (k) => {
        const object = k.at(k.local.object);
        if (object.pages === null) return k.ret(0);
        object.pages = null;
        if (!object.tlb) return k.goto("put the table");
      },
      "2",
    ),
    step("invalidate the TLBs", (k) => tlbInvalidate(k), "2"),
    step(
      "forget that it was due",
      (k) => {
        k.at(k.local.object).tlb = false;
      },
      "2",
    ),
    follows(
      "put the table",
      (k) => {
        const object = k.at(k.local.object);
        if (object.rsgt !== null) refctSgtPut(k, object.rsgt, mmRsgt(k.local.object));
        object.rsgt = null;
        return k.ret(0);
      },
      "3",
    ),
  ],
);
