/** Why mutants of activities, idle barriers and the GGTT survive. */
import type { Explanation } from "./explanation.ts";

export const barriersAndGgtt: readonly Explanation[] = [
  {
    why:
      "An asynchronous unbind may fail whenever it likes: its caller, __i915_vma_unbind_async, " +
      "says -EBUSY instead, and i915_gem_object_unbind then unbinds synchronously, which row P15 " +
      "asks for. It waits longer, and what the chain awaits already does no harm.",
    mutants: [
      "fail at i915_sw_fence_await_active: take a temporary count, unless it is idle",
      "fail at i915_sw_fence_await_active: return the status",
    ],
  },
  {
    why:
      "The step only says 0, as the last one of its procedure: one that runs off its end yields " +
      "0 as well.",
    mutants: [
      "drop i915_active_add_request: return",
      "drop i915_request_add_active_barriers: return",
    ],
  },
];
