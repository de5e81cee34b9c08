/** A queued unbind keeps the device awake by itself. */
import type { Patch } from "../machine/patch.ts";

export const unbindKeepsNoWakeref: Patch = {
  id: "unbind-keeps-no-wakeref",
  bug: null,
  year: null,
  title: "A queued unbind takes no wakeref",
  mechanism:
    "The unbind of a GGTT vma that waits for a job takes no wakeref of its own when it is " +
    "scheduled. Its caller puts the one it has, and the worker clears entries on a device that " +
    "may sleep.",
  source: "driver.md 6.9 2; i915_vma_resource.c i915_vma_resource_unbind()",
  scenario: "C10-job",
  caughtBy: "wakerefs-cover-the-ggtt",
  depth: 51,
  edits: [{ remove: "i915_vma_resource_unbind:keep the device awake" }],
};
