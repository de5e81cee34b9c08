/** An object leaves local memory, and stays on the list of what is mapped there. */
import type { Ref } from "../../checker/refs.ts";
import { boUnmapVirtual } from "../cells/user-mapping.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

export const unmappingForgetsTheList: Patch = {
  id: "unmapping-forgets-the-list",
  bug: null,
  year: null,
  title: "put_pages removes the mappings, but not the object from the userfault list",
  mechanism:
    "put_pages removes the CPU mappings as TTM does, and leaves the list of mapped local memory " +
    "alone. The object is on it when it has moved to system memory, and when it is freed.",
  source: "driver.md 4 A5; i915_gem_ttm.c i915_ttm_unmap_virtual()",
  scenario: "C9-fault-move",
  caughtBy: "mapped-local-memory-is-listed",
  depth: 24,
  edits: [
    {
      replace: "__i915_gem_object_put_pages:unmap it from user space",
      by: [
        follows<{ object: Ref<"objects"> }, Status>("unmap it from user space", (k) =>
          boUnmapVirtual(k, k.at(k.local.object).bo),
        ),
      ],
    },
  ],
};
