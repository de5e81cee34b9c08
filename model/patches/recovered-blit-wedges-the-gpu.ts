/** A fallback that is taken for the last resort. */
import type { Patch } from "../machine/patch.ts";

export const recoveredBlitWedgesTheGpu: Patch = {
  id: "recovered-blit-wedges-the-gpu",
  bug: null,
  year: null,
  title: "The GPU is given up although the CPU has made good for a blit",
  mechanism:
    "The copy with the CPU does not go on to the signal, but into what is there for copies that " +
    "the CPU may not make. Every failed blit costs the whole GPU.",
  source: "driver.md 5 B3 3; i915_gem_ttm_move.c __memcpy_work()",
  scenario: "C1-recovery",
  caughtBy: "good-gpus-are-not-given-up",
  depth: 18,
  edits: [{ remove: "__memcpy_work:end signalling" }],
};
