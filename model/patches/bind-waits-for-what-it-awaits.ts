/** O03: a positive return value is taken for a failure. */
import { dmaFenceIsSignalled } from "../cells/fence.ts";
import { swFenceAwait } from "../cells/sw-fence.ts";
import { unbindFenceOf } from "../cells/vma-resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { step } from "../machine/procedure.ts";
import { pendingUnbinds, type BindLocal } from "../procedures/vma-bind.ts";

export const bindWaitsForWhatItAwaits: Patch = {
  id: "bind-waits-for-what-it-awaits",
  bug: "O03",
  year: 2021,
  title: "A bind waits for every pending unbind, though it awaits it already",
  mechanism:
    "The await returns a positive value once it is installed, and every value but zero is " +
    "taken for a failure. An asynchronous bind then sleeps on the fence, with vm->mutex held.",
  source: "driver.md 6.4, 11 P28; Use vma resources for async unbinding, v5, 2022-01",
  scenario: "C1-rebind",
  caughtBy: "async-paths-do-not-block",
  depth: 56,
  edits: [
    {
      replace: "i915_vma_bind:await the next pending unbind",
      by: [
        step<BindLocal, Status>("await the next pending unbind, and wait for it", (k) => {
          const resource = pendingUnbinds(k, k.local.vma)[k.got("seen")];
          if (resource === undefined) return k.goto("initialise the vma resource");
          const fence = unbindFenceOf(resource);
          if (!dmaFenceIsSignalled(k, fence)) {
            if (k.local.work !== null) swFenceAwait(k, k.local.work, fence);
            return k.goto("or wait for it");
          }
          k.local.seen = k.got("seen") + 1;
          return k.goto("await the next pending unbind");
        }),
      ],
    },
  ],
};
