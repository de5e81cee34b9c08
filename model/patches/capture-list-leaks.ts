/** O20: the items of the capture list, and their references, are not dropped after use. */
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { CaptureLocal } from "../procedures/error-capture.ts";

export const captureListLeaks: Patch = {
  id: "capture-list-leaks",
  bug: "O20",
  year: 2021,
  title: "The items of the capture list are not freed",
  mechanism:
    "After the copy the capture lets go of each binding, but neither frees the item nor puts " +
    "the reference that it owns. The vma resource and its fence stay allocated.",
  source: "driver.md 8, 11 P4; fix free the capture list items, 2021-12",
  scenario: "C7-reset",
  caughtBy: "nothing-leaks",
  depth: 51,
  edits: [
    {
      replace: "i915_capture_error_state:put the binding",
      by: [
        follows<CaptureLocal, Status>("forget the binding", (k) => {
          const [, ...held] = k.got("held");
          k.local.held = held;
          if (held.length > 0) return k.goto("copy the memory of the next binding");
        }),
      ],
    },
  ],
};
