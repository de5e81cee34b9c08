/** A runtime suspend that knows of mappings through the GGTT only. */
import type { Patch } from "../machine/patch.ts";

export const suspendLeavesLocalMappings: Patch = {
  id: "suspend-leaves-local-mappings",
  bug: null,
  year: null,
  title: "A runtime suspend does not unmap local memory",
  mechanism:
    "Local memory that user space has mapped lies behind the device as well. The suspend removes " +
    "the mappings through the GGTT only, and the next access goes to a device that sleeps.",
  source: "driver.md 5 B12; i915_gem.c i915_gem_runtime_suspend()",
  scenario: "C10-fault-local",
  caughtBy: "sleeping-devices-are-not-mapped",
  depth: 6,
  edits: [{ remove: "intel_runtime_suspend:unmap what is mapped in local memory" }],
};
