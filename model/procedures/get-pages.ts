/**
 * Getting the pages of an object (Linux 6.x, drivers/gpu/drm/i915/gem/i915_gem_ttm.c,
 * i915_gem_pages.c). The object lock is held. Left out: CPU domains and the order of TTM's lists.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Holder } from "../cells/holders.ts";
import { mmRsgt, pinPages } from "../cells/object.ts";
import { resourceGetSt } from "../cells/object-tables.ts";
import type { Placement } from "../cells/resource.ts";
import type { SgtRef } from "../cells/sgt.ts";
import { adjustLru } from "../cells/shrink-list.ts";
import { isError, type Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { shmemGetPages } from "./shmem-pages.ts";
import { ttmTtPopulate } from "./tt-populate.ts";
import { ttmBoValidate } from "./validate.ts";

interface GetPagesLocal {
  object: Ref<"objects">;
  requested: Placement;
  /** Every placement that will do, in order of preference. */
  allowed: Placement[];
  rsgt?: SgtRef;
}

/** Puts the object where it should be, which may move it, and sets its pages. */
export const ttmGetPages: Procedure<GetPagesLocal, Status> = procedure(
  "__i915_ttm_get_pages",
  "driver.md 4 A4; i915_gem_ttm.c",
  [
    step(
      "validate to the requested placement",
      (k) => {
        const { bo } = k.at(k.local.object);
        return k.call(ttmBoValidate, { bo, places: [k.local.requested] });
      },
      "G1",
    ),
    follows(
      "or to any allowed one",
      (k) => {
        const status = k.resultOf(ttmBoValidate);
        if (status === 0) return k.goto("populate");
        if (status === "-EINTR" || status === "-ERESTARTSYS" || status === "-EAGAIN") {
          return k.ret(status);
        }
        if (status === "-EBUSY") return k.ret("-EAGAIN");
        const { bo } = k.at(k.local.object);
        const { requested, allowed } = k.local;
        return k.call(ttmBoValidate, { bo, places: [requested], busy: allowed.slice() });
      },
      "G2",
    ),
    follows(
      "which error?",
      (k) => {
        const status = k.resultOf(ttmBoValidate);
        if (status === 0) return;
        if (status === "-EBUSY") return k.ret("-EAGAIN");
        return k.ret(status === "-ENOSPC" ? "-ENXIO" : status);
      },
      "G2",
    ),
    follows(
      "populate",
      (k) => {
        const { tt } = k.at(k.at(k.local.object).bo);
        if (tt === null) return k.goto("get the table");
        return k.call(ttmTtPopulate, { tt });
      },
      "G3",
    ),
    follows(
      "did that work?",
      (k) => {
        const status = k.resultOf(ttmTtPopulate);
        if (status !== 0) return k.ret(status);
      },
      "G3",
    ),
    follows(
      "get the table",
      (k) => {
        const { bo, pages } = k.at(k.local.object);
        if (pages !== null) return k.goto("adjust the lists");
        const { resource } = k.at(bo);
        if (resource === null) return k.fault("null-pointer", bo, "has no resource");
        const rsgt = resourceGetSt(k, k.local.object, resource, mmRsgt(k.local.object));
        if (isError(rsgt)) return k.ret(rsgt);
        k.local.rsgt = rsgt;
      },
      "G4",
    ),
    follows(
      "set the pages",
      (k) => {
        const object = k.at(k.local.object);
        if (object.rsgt !== null) {
          k.fault("kernel-assertion", k.local.object, "gets pages while mm.rsgt is set");
        }
        object.rsgt = k.got("rsgt");
        object.pages = k.got("rsgt");
      },
      "G5",
    ),
    follows(
      "adjust the lists",
      (k) => {
        adjustLru(k, k.local.object);
        return k.ret(0);
      },
      "G6",
    ),
  ],
);

/** Gets pages if there are none, and forbids put_pages. */
export const objectPinPages: Procedure<{ object: Ref<"objects">; holder: Holder }, Status> =
  procedure("i915_gem_object_pin_pages", "driver.md 4 A4; i915_gem_pages.c", [
    follows("are there pages?", (k) =>
      k.at(k.local.object).pages === null ? undefined : k.goto("pin them"),
    ),
    follows(
      "does the user need them?",
      (k) => (k.at(k.local.object).madv === "WILLNEED" ? undefined : k.ret("-EFAULT")),
      "G0",
    ),
    follows("get the pages", (k) => {
      const { object } = k.local;
      const { backing, placements } = k.at(object);
      if (backing === "plain shmem") return k.call(shmemGetPages, { object });
      const [requested = "SYSTEM"] = placements;
      return k.call(ttmGetPages, { object, requested, allowed: placements.slice() });
    }),
    follows("did that work?", (k) => {
      const status = k.resultOf(ttmGetPages);
      if (status !== 0) return k.ret(status);
    }),
    follows("pin them", (k) => {
      pinPages(k, k.local.object, k.local.holder);
      return k.ret(0);
    }),
  ]);
