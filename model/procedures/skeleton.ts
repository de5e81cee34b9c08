/**
 * Lock skeletons: what each row of driver.md 6.13 waits for, and holds meanwhile, without any data.
 * A deadlock among them is one of the driver (L2), whatever the data are. Left out: interruptions,
 * which can only end a wait, time-outs, ww back-off (10.2: several object locks are taken in one
 * order here), and the runtime-PM lock, which nothing of this holds.
 */
import { promiseCalled } from "../cells/skeleton.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import {
  done,
  drop,
  dropLock,
  take,
  takeLock,
  tryLock,
  waitFor,
  type SkeletonLocal,
  type SkeletonStep,
} from "./skeleton-steps.ts";

type Skeleton = Procedure<SkeletonLocal, 0>;

const objectLocked = (
  name: string,
  source: Skeleton["source"],
  steps: readonly SkeletonStep[],
): Skeleton => procedure(name, source, [take("the object"), ...steps, drop("the object"), done()]);

const mutexLocked = (
  name: string,
  source: Skeleton["source"],
  steps: readonly SkeletonStep[],
): Skeleton => objectLocked(name, source, [take("vm.mutex"), ...steps, drop("vm.mutex")]);

export const unbindLocks: Skeleton = objectLocked(
  "locks of i915_vma_unbind",
  "driver.md 6.6; i915_vma.c",
  [
    waitFor("job", "1"),
    take("vm.mutex", "5"),
    step(
      "is it idle under the mutex as well?",
      (k) => {
        if (!k.at(promiseCalled("job")).signalled) k.wait();
      },
      "6",
    ),
    waitFor("other unbind", "6"),
    drop("vm.mutex", "7"),
  ],
);

/** 6.6 after -EBUSY of 6.7, and 6.8 step 1: the vma is active when the mutex is taken. */
export const evictLocks: Skeleton = mutexLocked(
  "locks of __i915_vma_evict",
  "driver.md 6.8; i915_vma.c",
  [waitFor("job", "1"), waitFor("unbind", "6")],
);

/** An exec has woken the GT before it locks anything, so that the first get is not made here. */
export const pinLocks: Skeleton = procedure(
  "locks of i915_vma_pin_ww",
  "driver.md 6.2; i915_vma.c",
  [
    step("wake the GT", (k) => takeLock(k, "wf.mutex")),
    follows("the GT is awake", (k) => dropLock(k, "wf.mutex")),
    take("the object"),
    take("vm.mutex", "K9"),
    take("active.mutex", "K11"),
    drop("active.mutex", "K11"),
    step(
      "publish the bind",
      (k) => {
        k.at(promiseCalled("bind")).signalled = false;
      },
      "K13",
    ),
    drop("vm.mutex", "K15"),
    step(
      "commit the bind",
      (k) => {
        k.at(promiseCalled("bind")).signalled = true;
      },
      "K15",
    ),
    drop("the object", "K15"),
    done(),
  ],
);

export const bindLocks: Skeleton = mutexLocked(
  "locks of i915_vma_bind",
  "driver.md 6.3; i915_vma.c",
  [waitFor("unbind", "D1b"), waitFor("migration", "D4")],
);

/** The shrinker, wherever an allocation has called it: objects by trylock, the mutex for real. */
export const reclaimLocks: Skeleton = procedure(
  "locks of reclaim",
  "driver.md 6.13; i915_gem_shrinker.c",
  [
    tryLock("the other object", "give up"),
    take("vm.mutex"),
    waitFor("job"),
    waitFor("unbind"),
    drop("vm.mutex"),
    drop("the other object"),
    follows("give up", (k) => k.ret(0)),
  ],
);

export const populateLocks: Skeleton = objectLocked(
  "locks of ttm_tt_populate",
  "driver.md 5; i915_gem_ttm_move.c",
  [step("allocate", (k) => k.call(reclaimLocks, { object: k.local.object }), "M4")],
);

/** M7, B3, B4, M9, M10, B7, B9, B12, 10.2 and 10.4: one object lock, and any fence of it. */
export const moveLocks: Skeleton = objectLocked(
  "locks of i915_ttm_move",
  "driver.md 5; i915_gem_ttm_move.c",
  [waitFor("job", "M7"), waitFor("unbind", "M7"), waitFor("migration", "M9")],
);

export const delayedDeleteLocks: Skeleton = procedure(
  "locks of ttm_bo_delayed_delete",
  "driver.md 5 B11; ttm_bo.c",
  [
    waitFor("unbind", "3"),
    waitFor("migration", "3"),
    take("the object", "3"),
    drop("the object", "4"),
    done(),
  ],
);

export const vmReleaseLocks: Skeleton = procedure(
  "locks of i915_vm_release",
  "driver.md 7.1; intel_gtt.c",
  [
    take("vm.mutex", "1"),
    waitFor("job", "1"),
    waitFor("bind", "1"),
    drop("vm.mutex", "1"),
    step("find the next pending unbind", (k) => takeLock(k, "vm.mutex"), "2"),
    follows("take its fence", (k) => dropLock(k, "vm.mutex"), "2"),
    waitFor("unbind", "2"),
    done(),
  ],
);

/** The last GT put: everything under wf.mutex, on which the next first get waits. */
export const parkLocks: Skeleton = procedure(
  "locks of i915_vma_parked",
  "driver.md 7.3; i915_vma.c",
  [
    take("wf.mutex"),
    tryLock("the object", "the GT sleeps"),
    take("vm.mutex"),
    drop("vm.mutex"),
    drop("the object"),
    follows("the GT sleeps", (k) => {
      dropLock(k, "wf.mutex");
      return k.ret(0);
    }),
  ],
);

export const evictSomethingLocks: Skeleton = mutexLocked(
  "locks of i915_gem_evict_something",
  "driver.md 7.4; i915_gem_evict.c",
  [
    tryLock("the other object", "no victim"),
    waitFor("job"),
    waitFor("other unbind"),
    drop("the other object"),
    follows("no victim", () => {}),
  ],
);

/** Whoever takes what stop_machine() takes, and waits for a fence: such as a CPU going offline. */
export const stopMachineLocks: Skeleton = procedure(
  "locks of stop_machine",
  "driver.md 8; i915_gpu_error.c",
  [take("a lock of stop_machine()"), waitFor("job"), drop("a lock of stop_machine()"), done()],
);

const rows = [
  unbindLocks,
  evictLocks,
  pinLocks,
  bindLocks,
  populateLocks,
  moveLocks,
  delayedDeleteLocks,
  vmReleaseLocks,
  parkLocks,
  evictSomethingLocks,
  stopMachineLocks,
].map(({ name }) => name);

/** Any of the above, on either object. */
export const anyLocks: Procedure<object, 0> = procedure(
  "locks of anything",
  "driver.md 6.13; i915",
  [
    step("do something", (k) => {
      const name = k.choose(rows);
      const object = k.choose(["object X", "object Y"]);
      return k.callPointer(name, { object });
    }),
  ],
);
