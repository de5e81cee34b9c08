/** O16: binding needs vm->mutex, whatever else is held. */
import { objectResv } from "../cells/object.ts";
import { dmaResvUnlock } from "../cells/reservation.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { RelocateLocal } from "../procedures/ggtt-pin.ts";
import { lookForBindings } from "../procedures/vma-bind.ts";

export const relocationTakesNoMutex: Patch = {
  id: "relocation-takes-no-mutex",
  bug: "O16",
  year: 2021,
  title: "A relocation binds without vm->mutex",
  mechanism:
    "A relocation adds a GLOBAL bind without vm->mutex, when the object lock did not cover binds" +
    " yet. Another thread unbinds the vma under the mutex in between, and the bind writes by a " +
    "resource that is gone.",
  source:
    "driver.md 6.14; c2ea703dcafc, drm/i915: Require the vm mutex for i915_vma_bind(), 2021-12",
  scenario: "C10-relocate-race",
  caughtBy: "no-use-after-free-of-structs",
  depth: 36,
  edits: [
    {
      replace: "eb_relocate_entry:lock vm->mutex",
      by: [
        follows<RelocateLocal, Status>("unlock the object too early", (k) =>
          dmaResvUnlock(k, objectResv(k, k.local.object)),
        ),
      ],
    },
    { remove: "eb_relocate_entry:unlock vm->mutex" },
    { remove: "eb_relocate_entry:unlock the object" },
    // The fix is what added the assertion.
    { replace: "i915_vma_bind:is it bound already?", by: [lookForBindings(null)] },
  ],
};
