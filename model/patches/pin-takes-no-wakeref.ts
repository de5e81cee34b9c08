/** Whoever writes the GGTT keeps the device awake. */
import type { Patch } from "../machine/patch.ts";

export const pinTakesNoWakeref: Patch = {
  id: "pin-takes-no-wakeref",
  bug: null,
  year: null,
  title: "A pin takes no wakeref",
  mechanism:
    "A pin neither takes a wakeref nor puts one. " +
    "The entries of the GGTT are written while the device may sleep.",
  source: "driver.md 6.2 K2; i915_vma.c i915_vma_pin_ww()",
  scenario: "C10-rebind",
  caughtBy: "wakerefs-cover-the-ggtt",
  depth: 41,
  edits: [
    { remove: "i915_vma_pin_ww:wake the device" },
    { remove: "i915_vma_pin_ww:put the wakeref" },
  ],
};
