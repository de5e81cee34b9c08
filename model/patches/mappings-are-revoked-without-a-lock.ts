/** O48: the count of mappings and the userfault list have no lock of their own. */
import type { Ref } from "../../checker/refs.ts";
import { unlistUserfault } from "../cells/runtime-pm.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";

export const mappingsAreRevokedWithoutALock: Patch = {
  id: "mappings-are-revoked-without-a-lock",
  bug: "O48",
  year: 2025,
  title: "Mappings are revoked without vm->mutex",
  mechanism:
    "Whoever releases the mappings of an object does not lock vm->mutex of the GGTT. Two threads" +
    " count the same mapping, and the object leaves the list while it is mapped elsewhere.",
  source: "driver.md 6.15; freebsd/drm-kmod issue 345",
  scenario: "C10-revokers",
  caughtBy: "userfault-list-is-right",
  depth: 8,
  edits: [
    { remove: "i915_gem_object_release_mmap_gtt:lock vm->mutex" },
    { remove: "i915_gem_object_release_mmap_gtt:unlock vm->mutex" },
    {
      replace: "i915_vma_revoke_mmap:count one mapping less",
      by: [
        step<{ vma: Ref<"vmas"> }, 0>("count one mapping less, later", (k) => {
          const { object: name, ggtt } = k.at(k.local.vma);
          if (ggtt !== undefined) ggtt.userfault = false;
          k.at(name).userfaultCount--;
          if (k.at(name).userfaultCount === 0) unlistUserfault(k, name);
        }),
      ],
    },
  ],
};
