/** Mutants of vmas, address spaces, executions and error captures that survive. */
import type { Explanation } from "./explanation.ts";

export const vmaAndExecution: readonly Explanation[] = [
  {
    why:
      "A look that saves work: under vm->mutex the same question is asked again, in " +
      '"was it bound meanwhile?" (K10), and all that was taken until then is given back.',
    mutants: ["drop i915_vma_pin_ww: is it bound already?"],
  },
  {
    why:
      "The object lock, which is held from the first look (K0) on, keeps everybody else from " +
      "binding the vma, so that this one finds nothing new. What it refuses besides, a vma whose " +
      "handle was closed meanwhile, the first look lets through where it is bound; the park of " +
      "the GT destroys either.",
    mutants: ["drop i915_vma_pin_ww: was it bound meanwhile?"],
  },
  {
    why:
      'The step behind it, "wait for the pending unbinds" (D1b), waits for all of them at once, ' +
      "this one included, and gives the resource back alike if it is interrupted.",
    mutants: [
      "drop i915_vma_bind: or wait for it",
      "leave out wait 1 of i915_vma_bind: or wait for it",
    ],
  },
  {
    why:
      "An optimistic wait, so that vm->mutex is not held meanwhile (driver.md 6.6, row 1): " +
      '"wait until the vma is idle" of __i915_vma_unbind waits for the same under the mutex.',
    mutants: [
      "drop i915_vma_unbind: wait until the vma is idle, before the mutex",
      "leave out wait 1 of i915_vma_unbind: wait until the vma is idle, before the mutex",
    ],
  },
  {
    why:
      "A look that saves taking the mutex: the first step of __i915_vma_unbind, under it, looks " +
      "at the node and at the pins again, and returns the same.",
    mutants: ["drop i915_vma_unbind: is there anything to unbind?"],
  },
  {
    why:
      "Both callers keep the device awake for longer: i915_gem_object_unbind() from its first " +
      "step to its last (driver.md 6.5, row 1), an execution by its GT wakerefs (6.10, row 0). " +
      "The wakeref is there for a caller that the driver does not have.",
    mutants: [
      "drop i915_vma_unbind_async: wake the device for the GGTT",
      "drop i915_vma_unbind: wake the device for the GGTT",
    ],
  },
  {
    why:
      "The loop ends only where the tree of pending unbinds is empty: without the wait it takes " +
      "vm->mutex and looks again, over and over, until they are through.",
    mutants: [
      "drop i915_vma_resource_bind_dep_sync_all: wait for it",
      "leave out wait 1 of i915_vma_resource_bind_dep_sync_all: wait for it",
    ],
  },
  {
    why:
      "What is no longer pinned is left out of a capture since it need not be there: the step " +
      "behind takes its resource and holds it at once, and leaves it out as well if it has none, " +
      "or if the hold fails because the unbind is through. Otherwise it is captured, which does " +
      "no harm.",
    mutants: ["drop i915_capture_error_state: is it still pinned?"],
  },
  {
    why:
      "Not a step of the driver but the assertion of P17, that a hold of what is pinned never " +
      "fails: without it there is one claim less.",
    mutants: ["drop i915_capture_error_state: is it on the list?"],
  },
];
