/**
 * i915_active of a vma (Linux 6.x, drivers/gpu/drm/i915/i915_active.c). Idle is visible at r1, but
 * the struct is used until the end of r3. Left out: the tree of nodes (r2), waiters (r4 touches no
 * struct), and its mutex. Contexts have theirs in model/barriers/.
 */
import type { Ref } from "../../checker/refs.ts";
import { activeForget, activeOf, trackedFences, vmaOf } from "../cells/active.ts";
import { dmaFenceIsSignalled, type FenceRef } from "../cells/fence.ts";
import { gtPmGet, gtPmPutAsync, primaryGt } from "../cells/gt.ts";
import { krefGetUnlessZero } from "../cells/holders.ts";
import { gemObjectPut } from "../cells/object.ts";
import { swFenceAwait, type ChainRef } from "../cells/sw-fence.ts";
import type { Status } from "../machine/errno.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";

/** Takes a temporary count; the first one takes a reference on the object. */
export const activeAcquire: Procedure<{ vma: Ref<"vmas"> }, Status> = procedure(
  "i915_active_acquire",
  "driver.md 3.5; i915_active.c",
  [
    step("count one more, or call active()", (k) => {
      const active = k.at(activeOf(k.local.vma));
      if (active.count > 0) {
        active.count++;
        return k.ret(0);
      }
      const { object } = k.at(k.local.vma);
      if (!krefGetUnlessZero(k, k.at(object), activeOf(k.local.vma))) return k.ret("-ENOENT");
    }),
    follows("keep the GT awake", (k) => {
      // Not for the GGTT, where some vmas are always active.
      if (k.at(k.local.vma).ggtt === undefined) gtPmGet(k, primaryGt, activeOf(k.local.vma));
    }),
    follows("count the first", (k) => {
      k.at(activeOf(k.local.vma)).count++;
      return k.ret(0);
    }),
  ],
);

/** Drops a count; the last one retires. */
export const activeRelease: Procedure<{ vma: Ref<"vmas"> }, 0> = procedure(
  "i915_active_release",
  "driver.md 3.5; i915_active.c",
  [
    step(
      "drop the count",
      (k) => {
        const active = k.at(activeOf(k.local.vma));
        if (active.count === 0) {
          k.fault("refcount-underflow", activeOf(k.local.vma), "is released while it is idle");
        }
        active.count--;
        if (active.count > 0) return k.ret(0);
      },
      "r1",
    ),
    step(
      "retire",
      (k) => {
        const active = activeOf(k.local.vma);
        const { object, ggtt } = k.at(k.local.vma);
        if (ggtt === undefined) gtPmPutAsync(k, primaryGt, active);
        gemObjectPut(k, object, active);
      },
      "r3",
    ),
  ],
);

/** The callback of a tracked fence. */
export const activeFenceCallback: Procedure<{ data: Ref<"actives">; fence: FenceRef }, 0> =
  procedure("active_fence_cb", "driver.md 3.5; i915_active.c", [
    step("clear the slot, unless it was replaced", (k) => {
      if (!activeForget(k, k.local.data, k.local.fence)) return k.ret(0);
      return k.call(activeRelease, { vma: vmaOf(k.local.data) });
    }),
  ]);

interface AwaitActiveLocal {
  chain: ChainRef;
  vma: Ref<"vmas">;
  fences?: FenceRef[];
  status?: Status;
}

/**
 * Lets a chain await everything that a vma is active with. What it had installed stays on failure.
 */
export const swFenceAwaitActive: Procedure<AwaitActiveLocal, Status> = procedure(
  "i915_sw_fence_await_active",
  "driver.md 3.5; i915_active.c",
  [
    step("take a temporary count, unless it is idle", (k) => {
      const active = k.at(activeOf(k.local.vma));
      if (active.count === 0) return k.ret(0);
      active.count++;
      k.local.status = 0;
      k.local.fences = trackedFences(k, k.local.vma);
    }),
    step("await the next tracked fence", (k) => {
      const [next, ...rest] = k.got("fences");
      if (next === undefined) return;
      // The last release gives the nodes back, and the tree that is walked here.
      const active = activeOf(k.local.vma);
      if (k.at(active).count === 0) {
        k.fault("use-after-free-struct", active, "is idle, and its nodes are being walked");
      }
      // One that its callback has taken out of its slot meanwhile has signalled, and may be gone.
      if (trackedFences(k, k.local.vma).includes(next)) {
        if (!dmaFenceIsSignalled(k, next) && k.fails("-ENOMEM", "nowait")) {
          k.local.status = "-ENOMEM";
          k.local.fences = [];
          return;
        }
        swFenceAwait(k, k.local.chain, next);
      }
      k.local.fences = rest;
      if (rest.length > 0) return k.goto("await the next tracked fence");
    }),
    step("drop the temporary count", (k) => k.call(activeRelease, { vma: k.local.vma })),
    follows("return the status", (k) => k.ret(k.local.status ?? 0)),
  ],
);
