/**
 * The parties that lock skeletons wait for: the GPU, the works and the capture. Each signals before
 * it takes vm.mutex.
 */
import { lockCalled, promiseCalled, type PromiseName } from "../cells/skeleton.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { dropHold, dropLock, isSignalled, takeLock } from "./skeleton-steps.ts";

type Party = Procedure<object, 0>;

/** Ends the job, which does not complete while it is captured. */
export const gpuLocks: Party = procedure("locks of the GPU", "driver.md 6.11; the GPU", [
  step("end the job", (k) => {
    const job = k.at(promiseCalled("job"));
    if (job.holds > 0) k.wait();
    job.signalled = true;
  }),
]);

export interface UnholdLocksLocal {
  promise: PromiseName;
}

/** The last hold of a queued unbind: signal first, then leave the tree. */
export const unholdLocks: Procedure<UnholdLocksLocal, 0> = procedure(
  "locks of __i915_vma_resource_unhold",
  "driver.md 6.9; i915_vma_resource.c",
  [
    step("drop the hold, and signal after the last", (k) => {
      if (!dropHold(k, k.local.promise)) return k.ret(0);
    }),
    step("lock vm.mutex", (k) => takeLock(k, "vm.mutex")),
    follows("leave the tree", (k) => dropLock(k, "vm.mutex")),
  ],
);

export const unbindWorkLocks: Party = procedure(
  "locks of i915_vma_resource_unbind_work",
  "driver.md 6.9; i915_vma_resource.c",
  [
    step("wait for the job", (k) => (isSignalled(k, "job") ? undefined : k.wait())),
    step("unhold", (k) => k.call(unholdLocks, { promise: "unbind" })),
  ],
);

/** The other unbind: immediate, and thus never in the tree. */
export const otherUnbindLocks: Party = procedure(
  "locks of an immediate unbind",
  "driver.md 6.9; i915_vma_resource.c",
  [
    step("wait for the job", (k) => (isSignalled(k, "job") ? undefined : k.wait())),
    step("unhold", (k) => {
      dropHold(k, "other unbind");
    }),
  ],
);

/** The copy behind a blit of Y that waits for the unbind of X; it takes no lock. */
export const memcpyWorkLocks: Party = procedure(
  "locks of __memcpy_work",
  "driver.md 5 B3; i915_gem_ttm_move.c",
  [
    step("wait for the blit", (k) => (isSignalled(k, "unbind") ? undefined : k.wait())),
    step("signal the migration fence", (k) => {
      k.at(promiseCalled("migration")).signalled = true;
    }),
  ],
);

export interface CaptureLocksLocal {
  /** What it holds, in order. */
  bindings: PromiseName[];
  /** The job does not complete meanwhile. */
  hung: boolean;
  held?: PromiseName[];
}

export const captureLocks: Procedure<CaptureLocksLocal, 0> = procedure(
  "locks of i915_capture_error_state",
  "driver.md 8; i915_gpu_error.c",
  [
    step("find the running request", (k) => {
      const job = k.at(promiseCalled("job"));
      if (job.signalled) return k.ret(0);
      if (k.local.hung) job.holds = 1;
      k.local.held = [];
    }),
    step("hold the next binding", (k) => {
      const [next, ...rest] = k.local.bindings;
      if (next === undefined) return k.goto("copy the next binding");
      const promise = k.at(promiseCalled(next));
      k.local.bindings = rest;
      if (!promise.signalled) {
        promise.holds++;
        k.local.held = [next, ...k.got("held")];
      }
      if (rest.length > 0) return k.goto("hold the next binding");
    }),
    step("copy the next binding", (k) => {
      const [next] = k.got("held");
      if (next === undefined) return k.goto("reset the job");
      // Nobody looks at the lock: the copy touches no cell, but takes its time.
      return k.isLive(lockCalled("vm.mutex")) ? undefined : k.wait();
    }),
    follows("let go of it", (k) => {
      const [next = "unbind", ...held] = k.got("held");
      k.local.held = held;
      if (next === "unbind") return k.call(unholdLocks, { promise: next });
      dropHold(k, next);
    }),
    follows("is there another one?", (k) =>
      k.goto(k.got("held").length > 0 ? "copy the next binding" : "reset the job"),
    ),
    step("reset the job", (k) => {
      k.at(promiseCalled("job")).holds = 0;
    }),
  ],
);
