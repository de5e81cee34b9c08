/** The exit of a vmap forgets its pin. */
import type { Patch } from "../machine/patch.ts";

export const failedVmapStaysPinned: Patch = {
  id: "failed-vmap-stays-pinned",
  bug: null,
  year: null,
  title: "A mapping for the kernel that fails leaves the object pinned",
  mechanism:
    "When there is no room for the mapping, the pin that was taken for it stays. The object " +
    "is freed while it counts it.",
  source: "driver.md 9 H9",
  scenario: "C12-memory",
  caughtBy: "shmem-pages-are-counted",
  depth: 16,
  edits: [{ remove: "drm_gem_shmem_vmap_locked:unpin it again" }],
};
