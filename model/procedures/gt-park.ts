/**
 * The last wakeref of a GT (Linux 6.x, drivers/gpu/drm/i915/intel_wakeref.c, i915_vma.c
 * i915_vma_parked()): the GT parks under wf.mutex, and destroys the vmas that nobody has open. It
 * relies on nobody being able to use them while the GT is idle. Left out: everything else that a GT
 * does when it parks.
 */
import type { Ref } from "../../checker/refs.ts";
import { dropUnlessLast } from "../cells/gt.ts";
import { krefGetUnlessZero, type Holder } from "../cells/holders.ts";
import { lock, unlock } from "../cells/lock.ts";
import { gemObjectPut, objectResv } from "../cells/object.ts";
import { dmaResvTrylock, dmaResvUnlock } from "../cells/reservation.ts";
import { vmPut } from "../cells/vm.ts";
import { follows, procedure, step, type Procedure } from "../machine/procedure.ts";
import { vmaDestroy } from "./vma-destroy.ts";

interface ParkLocal {
  gt: Ref<"gts">;
  /** The vmas that are to be destroyed; their objects and address spaces are held. */
  closed?: Ref<"vmas">[];
  object?: Ref<"objects">;
  vm?: Ref<"vms">;
}

/** Destroys the closed vmas. */
export const vmaParked: Procedure<ParkLocal, 0> = procedure(
  "i915_vma_parked",
  "driver.md 7.3; i915_vma.c",
  [
    step("take the closed vmas whose object and address space live", (k) => {
      const gt = k.at(k.local.gt);
      const taken = gt.closed.filter((vma) => {
        const { object, vm } = k.at(vma);
        if (!krefGetUnlessZero(k, k.at(object), k.self)) return false;
        if (krefGetUnlessZero(k, k.at(vm), k.self)) return true;
        gemObjectPut(k, object, k.self);
        return false;
      });
      gt.closed = gt.closed.filter((vma) => !taken.includes(vma));
      k.local.closed = taken;
    }),
    step("trylock the object of the next one", (k) => {
      const [vma] = k.got("closed");
      if (vma === undefined) return k.ret(0);
      const { object } = k.at(vma);
      if (!k.fails("-EBUSY", "trylock") && dmaResvTrylock(k, objectResv(k, object))) {
        k.local.object = object;
        k.local.vm = k.at(vma).vm;
        return k.call(vmaDestroy, { vma });
      }
      k.at(k.local.gt).closed.push(vma);
      gemObjectPut(k, object, k.self);
      vmPut(k, k.at(vma).vm, k.self);
      k.local.closed = k.got("closed").slice(1);
      return k.goto("trylock the object of the next one");
    }),
    follows("unlock it, and put both", (k) => {
      const object = k.got("object");
      dmaResvUnlock(k, objectResv(k, object));
      gemObjectPut(k, object, k.self);
      vmPut(k, k.got("vm"), k.self);
      delete k.local.object;
      delete k.local.vm;
      k.local.closed = k.got("closed").slice(1);
      return k.goto("trylock the object of the next one");
    }),
  ],
);

/** The last put: the count goes to 0 under the mutex, and the park hook runs there. */
export const wakerefPutLast: Procedure<{ gt: Ref<"gts">; holder: Holder }, 0> = procedure(
  "____intel_wakeref_put_last",
  "driver.md 7.3; intel_wakeref.c",
  [
    step("lock wf.mutex, and drop the count", (k) => {
      const { gt, holder } = k.local;
      lock(k, gt, k.at(gt));
      if (dropUnlessLast(k, gt, holder)) return k.goto("unlock wf.mutex");
      k.at(gt).wakerefs = [];
      return k.call(vmaParked, { gt });
    }),
    follows("unlock wf.mutex", (k) => unlock(k, k.local.gt, k.at(k.local.gt))),
  ],
);

/** What an asynchronous put has queued. */
export const wakerefPutWork: Procedure<{ gt: Ref<"gts"> }, 0> = procedure(
  "__intel_wakeref_put_work",
  "driver.md 7.3; intel_wakeref.c",
  [
    step("drop the wakeref, unless it is the last", (k) => {
      const { gt } = k.local;
      const holder: Holder = `${gt}.put`;
      if (!dropUnlessLast(k, gt, holder)) return k.call(wakerefPutLast, { gt, holder });
    }),
  ],
);

/** A put by somebody who may sleep. */
export const gtPmPut: Procedure<{ gt: Ref<"gts">; holder: Holder }, 0> = procedure(
  "intel_gt_pm_put",
  "driver.md 7.3; intel_gt_pm.h",
  [
    step("drop the wakeref, unless it is the last", (k) => {
      const { gt, holder } = k.local;
      if (!dropUnlessLast(k, gt, holder)) return k.call(wakerefPutLast, { gt, holder });
    }),
  ],
);
