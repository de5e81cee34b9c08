/** A handle goes, and what it had open does not notice. */
import type { Patch } from "../machine/patch.ts";

export const handleLeavesItsVmasOpen: Patch = {
  id: "handle-leaves-its-vmas-open",
  bug: null,
  year: null,
  title: "Closing a handle does not close the vmas that it had open",
  mechanism:
    "The vma counts one user too many, and is never put on the list of those that go when the GT " +
    "parks. It keeps its range as long as the object has another handle.",
  source: "driver.md 7.3; i915_gem_object.c i915_gem_close_object()",
  scenario: "C6-reopen",
  caughtBy: "vmas-are-open-by-their-handles",
  depth: 1,
  edits: [{ remove: "drm_gem_handle_delete:close the vmas that it had open" }],
};
