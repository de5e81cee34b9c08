/** An asynchronous unbind that asks for nothing. */
import type { Patch } from "../machine/patch.ts";

export const unbindDoesNotAwaitTheBind: Patch = {
  id: "unbind-does-not-await-the-bind",
  bug: null,
  year: null,
  title: "An asynchronous unbind does not await what the vma is active with",
  mechanism:
    "The chain of the unbind awaits neither the pending bind nor the jobs of the vma. The " +
    "unbind runs at once, and the bind then writes page-table entries that nobody will ever " +
    "clear.",
  source: "driver.md 6.7 U5; i915_vma.c __i915_vma_unbind_async()",
  scenario: "C1-move",
  caughtBy: "unbind-after-bind",
  depth: 47,
  edits: [{ remove: "__i915_vma_unbind_async:await whatever the vma is active with" }],
};
