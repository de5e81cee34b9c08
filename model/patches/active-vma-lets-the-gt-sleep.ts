/** A vma that is in use does not keep the GT awake whose park destroys closed vmas. */
import type { Ref } from "../../checker/refs.ts";
import { activeOf } from "../cells/active.ts";
import { gemObjectPut } from "../cells/object.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";

export const activeVmaLetsTheGtSleep: Patch = {
  id: "active-vma-lets-the-gt-sleep",
  bug: null,
  year: null,
  title: "An active vma holds no wakeref of its GT",
  mechanism:
    "The activity of a vma takes a reference on the object, but no wakeref. A request may retire " +
    "before the callbacks of its fence have run, so that the GT parks while the vma still counts.",
  source: "driver.md 3.5, 7.3; i915_vma.c __i915_vma_active()",
  scenario: "C6-reopen",
  caughtBy: "active-vmas-keep-their-gt-awake",
  depth: 6,
  edits: [
    { remove: "i915_active_acquire:keep the GT awake" },
    {
      replace: "i915_active_release:retire",
      by: [
        step<{ vma: Ref<"vmas"> }, 0>(
          "retire, without a wakeref to put",
          (k) => gemObjectPut(k, k.at(k.local.vma).object, activeOf(k.local.vma)),
          "r3",
        ),
      ],
    },
  ],
};
