/** A range is taken again while its last unbind is still pending. */
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows } from "../machine/procedure.ts";
import type { BindLocal } from "../procedures/vma-bind.ts";

export const bindDoesNotAwaitUnbinds: Patch = {
  id: "bind-does-not-await-unbinds",
  bug: null,
  year: null,
  title: "A bind does not await the pending unbinds of its range",
  mechanism:
    "i915_vma_bind() skips the search of the tree of pending unbinds. The new entries are " +
    "written first, and the old unbind then clears them.",
  source: "driver.md 6.3 D1a, 6.4; i915_vma.c i915_vma_bind()",
  scenario: "C1-rebind",
  caughtBy: "rebind-after-unbind",
  depth: 66,
  edits: [
    {
      replace: "i915_vma_bind:await the next pending unbind",
      by: [
        follows<BindLocal, Status>("await nothing", (k) => k.goto("initialise the vma resource")),
      ],
    },
  ],
};
