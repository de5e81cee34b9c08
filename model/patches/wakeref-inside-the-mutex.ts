/** A wakeref is taken before vm->mutex: it may have to wake the device, which allocates. */
import type { Patch } from "../machine/patch.ts";

export const wakerefInsideTheMutex: Patch = {
  id: "wakeref-inside-the-mutex",
  bug: null,
  year: null,
  title: "The wakeref of an unbind is taken under vm->mutex",
  mechanism:
    "An asynchronous unbind takes its wakeref after it has locked vm->mutex. " +
    "Waking the device allocates memory, and reclaim takes that mutex.",
  source: "driver.md 1.1, 6.7 U2; i915_vma.c i915_vma_unbind_async()",
  scenario: "C10-rebind",
  caughtBy: "wakerefs-cover-the-ggtt",
  depth: 53,
  edits: [
    {
      swap: [
        "i915_vma_unbind_async:wake the device for the GGTT",
        "i915_vma_unbind_async:lock vm->mutex",
      ],
    },
  ],
};
