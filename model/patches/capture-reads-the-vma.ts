/** O19: capture looks at the object as it is now. */
import { readTable, touchMemory } from "../cells/sgt.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { CaptureLocal } from "../procedures/error-capture.ts";

export const captureReadsTheVma: Patch = {
  id: "capture-reads-the-vma",
  bug: "O19",
  year: 2021,
  title: "The capture reads the pages of the vma as it is now",
  mechanism:
    "The capture dumps what the vma has for pages, not what the request was bound to. The " +
    "object has moved on by then, and has no pages, or others.",
  source: "driver.md 8, 11 P17; fix ff20afc4cee7 avoid using the current vma state",
  scenario: "C7-reset",
  caughtBy: "no-use-after-free-of-structs",
  depth: 20,
  edits: [
    {
      replace: "i915_capture_error_state:copy the memory of the next binding",
      by: [
        step<CaptureLocal, Status>("copy the memory of the vma", (k) => {
          if (k.got("held").length === 0) return k.goto("reset the request");
          const { pages } = k.at("vmas:0");
          if (pages === null) return k.fault("null-pointer", "vmas:0", "is captured without pages");
          touchMemory(k, readTable(k, pages));
        }),
      ],
    },
  ],
};
