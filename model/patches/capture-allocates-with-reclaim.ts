/** O19, its other half: the list was allocated on the way to a signal. */
import { captureSnapshot, type CaptureLocal } from "../procedures/error-capture.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";

export const captureAllocatesWithReclaim: Patch = {
  id: "capture-allocates-with-reclaim",
  bug: null,
  year: null,
  title: "The capture allocates its items with reclaim",
  mechanism:
    "The items of the capture list are allocated like anything else. From the second on that " +
    "is inside of a fence-signalling section: the shrinker may wait for the very fence that " +
    "is held.",
  source: "driver.md 1.2, 8; i915_gpu_error.c capture_vma_snapshot()",
  scenario: "C7-pinned",
  caughtBy: "no-reclaim-inside",
  depth: 4,
  edits: [
    {
      replace: "i915_capture_error_state:hold the image of the context",
      by: [
        step<CaptureLocal, Status>("hold the image, with an item from reclaim", (k) => {
          const { resource } = k.at(k.got("contextImage"));
          if (resource !== null && !k.fails("-ENOMEM")) captureSnapshot(k, k.local, resource);
        }),
      ],
    },
  ],
};
