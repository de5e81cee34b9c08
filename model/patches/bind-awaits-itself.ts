/** A bind awaits whatever is exclusive, after it has become that itself. */
import { activeOf } from "../cells/active.ts";
import { swFenceAwait } from "../cells/sw-fence.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import type { BindLocal } from "../procedures/vma-bind.ts";

export const bindAwaitsItself: Patch = {
  id: "bind-awaits-itself",
  bug: null,
  year: null,
  title: "A bind awaits the exclusive fence after it has been published",
  mechanism:
    "The bind work looks the exclusive fence of the vma up again, instead of taking the one " +
    "that it replaced. It finds its own, and waits for itself.",
  source: "driver.md 6.3 D3, 11 L5; i915_vma.c i915_vma_bind()",
  scenario: "C1-race",
  caughtBy: "no-fence-waits-for-itself",
  depth: 22,
  edits: [
    {
      after: "i915_vma_bind:publish the bind fence",
      insert: [
        step<BindLocal, Status>("await the exclusive fence", (k) => {
          const { excl } = k.at(activeOf(k.local.vma));
          if (excl !== null) swFenceAwait(k, k.got("work"), excl);
        }),
      ],
    },
  ],
};
