/** Why mutants of idle barriers and of the GGTT survive. */
import type { Explanation } from "./explanation.ts";

export const barriersAndGgtt: readonly Explanation[] = [
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
