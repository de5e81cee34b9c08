/** O04: an await with a timer, which completes the dependency whatever the fence does. */
import type { Ref } from "../../checker/refs.ts";
import { dmaFenceIsSignalled } from "../cells/fence.ts";
import { recordError, swFenceAwait, type ChainRef } from "../cells/sw-fence.ts";
import { unbindFenceOf } from "../cells/vma-resource.ts";
import type { Status } from "../machine/errno.ts";
import type { Patch } from "../machine/patch.ts";
import { follows, step } from "../machine/procedure.ts";
import { swFenceComplete } from "../procedures/sw-fence.ts";
import { pendingUnbinds, type BindLocal } from "../procedures/vma-bind.ts";

/** A timer stands for a process that completes the dependency when it likes. */
interface TimerLocal {
  chain: ChainRef;
  timer?: Ref<"unbindFences">;
}

export const bindAwaitHasATimer: Patch = {
  id: "bind-await-has-a-timer",
  bug: "O04",
  year: 2021,
  title: "A bind awaits pending unbinds with a timer",
  mechanism:
    "The await is given a timeout other than zero, so that a timer may complete it before the " +
    "unbind is done. The bind work is skipped, or runs, and its fence signals too early.",
  source: "driver.md 3.3, 6.4; Use vma resources for async unbinding, v5, 2022-01",
  scenario: "C1-rebind",
  caughtBy: "fences-signal-after-dependencies",
  depth: 71,
  edits: [
    {
      replace: "i915_vma_bind:await the next pending unbind",
      by: [
        step<BindLocal, Status>("await the next pending unbind, with a timer", (k) => {
          const resource = pendingUnbinds(k, k.local.vma)[k.got("seen")];
          if (resource === undefined) return k.goto("initialise the vma resource");
          const fence = unbindFenceOf(resource);
          const { work } = k.local;
          if (!dmaFenceIsSignalled(k, fence) && work !== null) {
            swFenceAwait(k, work, fence);
            k.start("irq work", swFenceComplete.name, { chain: work, timer: fence });
          }
          k.local.seen = k.got("seen") + 1;
          return k.goto("await the next pending unbind");
        }),
      ],
    },
    {
      before: "i915_sw_fence_complete:drop one dependency, and notify COMPLETE after the last",
      insert: [
        follows<TimerLocal, 0>("whose turn is it?", (k) => {
          const { timer, chain } = k.local;
          if (timer === undefined) return;
          // One exchange decides between the timer and the callback.
          const isPending = k.isLive(timer) && !dmaFenceIsSignalled(k, timer);
          if (!isPending) return k.ret(0);
          recordError(k, chain, "-ETIMEDOUT");
        }),
      ],
    },
  ],
};
