/** O22: the capture wants a lock under which others wait for the fence that it holds up. */
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import { dropLock, takeLock } from "../procedures/skeleton-steps.ts";

export const captureStopsTheMachine: Patch = {
  id: "capture-stops-the-machine",
  bug: "O22",
  year: 2022,
  title: "The capture maps pages with the insert that stops the machine",
  mechanism:
    "Each page is mapped through the GGTT by a callback that takes the locks of " +
    "stop_machine(). Somebody waits for the job with one of them held, and the job waits for " +
    "the capture.",
  source: "driver.md 8, 11 L2; fix a06968563775 Fix a lockdep warning at error capture",
  scenario: "C11-two-users",
  caughtBy: "deadlock",
  depth: 5,
  edits: [
    {
      after: "locks of i915_capture_error_state:copy the next binding",
      insert: [
        step<object, 0>("stop the machine", (k) => {
          takeLock(k, "a lock of stop_machine()");
          dropLock(k, "a lock of stop_machine()");
        }),
      ],
    },
  ],
};
