/** The wakeref of an unbind ends with the last hold. */
import type { Patch } from "../machine/patch.ts";

export const unholdKeepsTheWakeref: Patch = {
  id: "unhold-keeps-the-wakeref",
  bug: null,
  year: null,
  title: "The last unhold keeps the wakeref",
  mechanism:
    "The wakeref that an unbind took when it was scheduled is not put after its fence has " +
    "signalled. The device never sleeps again.",
  source: "driver.md 6.9; i915_vma_resource.c __i915_vma_resource_unhold()",
  scenario: "C10-neighbours",
  caughtBy: "device-may-sleep",
  depth: 112,
  edits: [{ remove: "__i915_vma_resource_unhold:put the wakeref" }],
};
