/**
 * The pages of a vma (Linux 6.x, drivers/gpu/drm/i915/i915_vma.c). However many users it has, a vma
 * pins the pages of its object once. Left out: view tables, which GGTT scenarios need, and with
 * them the page-table VM's own ENOMEM.
 */
import type { Ref } from "../../checker/refs.ts";
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
      vma.pages = k.at(vma.object).pages;
      vma.pagesUsers = 1;
      return k.ret(0);
    }),
  ],
);
