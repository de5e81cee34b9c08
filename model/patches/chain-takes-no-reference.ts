/** The dependencies of an unbind outlive whoever scheduled it, and so must the chain. */
import type { Patch } from "../machine/patch.ts";

export const chainTakesNoReference: Patch = {
  id: "chain-takes-no-reference",
  bug: null,
  year: null,
  title: "The chain of an unbind holds no reference on its vma resource",
  mechanism:
    "i915_vma_resource_unbind() does not take the reference that the FREE notification drops. " +
    "The put is one too many, and the resource goes while others still hold it.",
  source: "driver.md 6.9; i915_vma_resource.c i915_vma_resource_unbind()",
  scenario: "C1-sync",
  caughtBy: "no-double-free",
  depth: 59,
  edits: [{ remove: "i915_vma_resource_unbind:take the reference of the chain" }],
};
