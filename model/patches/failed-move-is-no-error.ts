/** An error is lost on the way to the user. */
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { Ref } from "../../checker/refs.ts";
import { objectResv } from "../cells/object.ts";
import { dmaResvUnlock } from "../cells/reservation.ts";

export const failedMoveIsNoError: Patch = {
  id: "failed-move-is-no-error",
  bug: null,
  year: null,
  title: "A migration that fails yields 0",
  mechanism:
    "The exit of a migration forgets the error of what it called. The user takes the object to " +
    "be where it is not.",
  source: "driver.md 4 A4, 11 P25",
  scenario: "C8-copy",
  caughtBy: "operations-keep-their-promises",
  depth: 9,
  edits: [
    {
      replace: "i915_gem_object_migrate:unlock the object",
      by: [
        follows<{ object: Ref<"objects"> }, Status>("unlock the object", (k) => {
          dmaResvUnlock(k, objectResv(k, k.local.object));
          return k.ret(0);
        }),
      ],
    },
  ],
};
