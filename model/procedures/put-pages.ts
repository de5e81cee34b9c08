/**
 * Putting the pages of an object (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_pages.c). The object
 * lock is held. Left out: mappings by the kernel. The TLB invalidation of unset_pages is a check of
 * its own.
 */
import type { Ref } from "../../checker/refs.ts";
import { mmRsgt } from "../cells/object.ts";
import { refctSgtPut } from "../cells/sgt.ts";
import { tlbInvalidate } from "../cells/tlb.ts";
import { unmapVirtual } from "../cells/user-mapping.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { shmemPutPages } from "./shmem-pages.ts";

interface PutPagesLocal {
  object: Ref<"objects">;
  /** A table that goes with the pages. */
  plain?: Ref<"plainSgts">;
}

/** Lets go of the pages; the memory stays with the resource, or with the tt. */
export const objectPutPages: Procedure<PutPagesLocal, Status> = procedure(
  "__i915_gem_object_put_pages",
  "driver.md 4 A5; i915_gem_pages.c",
  [
    step(
      "may they be put?",
      (k) => (k.at(k.local.object).pagesPins.length > 0 ? k.ret("-EBUSY") : undefined),
      "1",
    ),
    // Whether there are pages or not: a fault maps an object that has none.
    follows("unmap it from user space", (k) => unmapVirtual(k, k.local.object), "1"),
    follows(
      "unset the pages",
      (k) => {
        const object = k.at(k.local.object);
        if (object.pages === null) return k.ret(0);
        if (object.backing === "plain shmem") {
          k.local.plain = object.pages as Ref<"plainSgts">;
          object.shrinkList = null;
          object.shrinkable = false;
        }
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
        const { plain } = k.local;
        if (plain !== undefined) shmemPutPages(k, k.local.object, plain);
        const object = k.at(k.local.object);
        if (object.rsgt !== null) refctSgtPut(k, object.rsgt, mmRsgt(k.local.object));
        object.rsgt = null;
        return k.ret(0);
      },
      "3",
    ),
  ],
);
