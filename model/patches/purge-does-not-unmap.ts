/** O24: nobody removes the mappings of the user before memory is thrown away. */
import type { Patch } from "../machine/patch.ts";

export const purgeDoesNotUnmap: Patch = {
  id: "purge-does-not-unmap",
  bug: "O24",
  year: 2022,
  title: "Pages are purged while the user still has them mapped",
  mechanism:
    "put_pages and swapout do not remove the CPU mappings of the user, as only moves did once. " +
    "A purge is no move, and its pages go while the user can still write to them.",
  source: "driver.md 4 A5, 5 B7; drm/i915/ttm: ensure we unmap when purging, January 2022",
  scenario: "C9-purge",
  caughtBy: "no-mapping-over-freed-memory",
  depth: 11,
  edits: [
    { remove: "__i915_gem_object_put_pages:unmap it from user space" },
    { remove: "ttm_bo_swapout:remove the mappings of the user" },
  ],
};
