/** The way to the signal must not lead through vm->mutex, whose holders wait for unbinds. */
import type { Ref } from "../../checker/refs.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";

export const unbindEndsSignallingTooLate: Patch = {
  id: "unbind-ends-signalling-too-late",
  bug: null,
  year: null,
  title: "The unbind work leaves the tree inside of its signalling section",
  mechanism:
    "The signalling section of the unbind work does not end before the hold is dropped. The " +
    "work takes vm->mutex inside of it, whose holders may be waiting for this very fence.",
  source: "driver.md 1.2, 6.9; i915_vma_resource.c i915_vma_resource_unbind_work()",
  scenario: "C1-move",
  caughtBy: "locks-are-kept-in-order",
  depth: 69,
  edits: [
    { remove: "i915_vma_resource_unbind_work:end signalling" },
    {
      before: "i915_vma_resource_unbind_work:put the vma resource",
      insert: [
        follows<{ resource: Ref<"vmaResources"> }, 0>("end signalling at last", (k) => {
          k.at(k.self).signalling = false;
        }),
      ],
    },
  ],
};
