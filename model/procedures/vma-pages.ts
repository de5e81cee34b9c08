/**
 * The pages of a vma (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c). However many users it has, a vma
 * pins the pages of its object once. A view gets a table of its own, which belongs to the
 * vma: it has no reference count, and goes with the last user of the vma's pages.
 */
import type { Ref } from "../../checker/refs.ts";
import { unpinPages } from "../cells/object.ts";
import { readTable } from "../cells/sgt.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, type Procedure } from "../machine/procedure.ts";
import { objectPinPages } from "./get-pages.ts";

export const vmaGetPages: Procedure<{ vma: Ref<"vmas"> }, Status> = procedure(
  "i915_vma_get_pages",
  "driver.md 6.1; i915_vma.c",
  [
    follows("count one more user, or pin the object's pages", (k) => {
      const vma = k.at(k.local.vma);
      if (vma.pagesUsers === 0) {
        return k.call(objectPinPages, { object: vma.object, holder: k.local.vma });
      }
      vma.pagesUsers++;
      return k.ret(0);
    }),
    follows("set the pages", (k) => {
      const status = k.resultOf(objectPinPages);
      if (status !== 0) return k.ret(status);
      const vma = k.at(k.local.vma);
      const { pages } = k.at(vma.object);
      vma.pages = pages;
      if (vma.ggtt?.view === "partial" && pages !== null) {
        if (k.fails("-ENOMEM")) {
          vma.pages = null;
          unpinPages(k, vma.object, k.local.vma);
          return k.ret("-ENOMEM");
        }
        vma.pages = k.alloc("viewSgts", { table: readTable(k, pages) });
      }
      vma.pagesUsers = 1;
      return k.ret(0);
    }),
  ],
);
