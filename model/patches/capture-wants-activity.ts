/** O21: what is pinned for good is not "busy", and is left out of the dump. */
import { activeIsIdle } from "../cells/active.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import { captureSnapshot, type CaptureLocal } from "../procedures/error-capture.ts";

export const captureWantsActivity: Patch = {
  id: "capture-wants-activity",
  bug: "O21",
  year: 2022,
  title: "Only vmas that are active can be captured",
  mechanism:
    "The capture wants a vma to be active before it reads it. What is pinned for a context is " +
    "idle, and is missing from the dump.",
  source: "driver.md 8, 11 P17; fix 63cb9da6fcea Fix coredump of perma-pinned vmas",
  scenario: "C7-pinned",
  caughtBy: "held-memory-is-kept",
  depth: 4,
  edits: [
    {
      replace: "i915_capture_error_state:hold the image of the context",
      by: [
        step<CaptureLocal, Status>("hold the image of the context, if it is busy", (k) => {
          const vma = k.got("contextImage");
          const { resource } = k.at(vma);
          if (resource !== null && !activeIsIdle(k, vma)) captureSnapshot(k, k.local, resource);
        }),
      ],
    },
  ],
};
