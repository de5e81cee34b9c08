/**
 * struct intel_gt (Linux 6.x, drivers/gpu/drm/i915/gt/intel_gt_pm.c, intel_wakeref.c): what keeps a
 * GT awake, and the vmas that nobody has open any more. Only scenarios that have GTs pay for them:
 * in the others the device is always awake. Left out: engines, whose wakerefs stand for nothing
 * else here.
 */
import { ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { Holder } from "./holders.ts";
import type { Lock } from "./lock.ts";

export interface Gt {
  /** Who keeps it awake: the count of its wakeref, with names. */
  wakerefs: Holder[];
  /** The mutex of the first get and of the last put, `wf.mutex`. */
  lock: Lock;
  /** Vmas that nobody has open, and that are destroyed when the GT parks: `closed_vma`. */
  closed: Ref<"vmas">[];
}

/** The GT whose wakeref the vmas of a ppGTT hold, and whose list they close on. */
export const primaryGt: Ref<"gts"> = "gts:0";

/** Says whether the scenario looks at GTs at all. */
export const hasGts = (k: Machine): boolean => k.has("gts");

/**
 * Keeps the GT awake; the first one waits for a park in progress. Kernel: intel_gt_pm_get().
 */
export function gtPmGet(k: Machine, gt: Ref<"gts">, holder: Holder): void {
  if (!hasGts(k)) return;
  if (k.skips("get")) return;
  const cell = k.at(gt);
  if (cell.wakerefs.length === 0 && cell.lock !== null) k.wait();
  cell.wakerefs.push(holder);
  cell.wakerefs.sort();
}

/**
 * Lets go of the GT in any context: the last put is left to a work. Kernel:
 * intel_gt_pm_put_async().
 */
export function gtPmPutAsync(k: Machine, gt: Ref<"gts">, holder: Holder): void {
  if (!hasGts(k) || k.skips("put")) return;
  if (!dropUnlessLast(k, gt, holder)) {
    const { wakerefs } = k.at(gt);
    wakerefs[0] = `${gt}.put`;
    k.start("GT put work", "__intel_wakeref_put_work", { gt });
  }
}

/** Drops a wakeref unless it is the last one; false: it is, and is kept. */
export function dropUnlessLast(k: Machine, gt: Ref<"gts">, holder: Holder): boolean {
  const { wakerefs } = k.at(gt);
  const index = wakerefs.indexOf(holder);
  if (index < 0)
    k.fault("refcount-underflow", gt, `${holder} drops a wakeref that it does not hold`);
  if (wakerefs.length === 1) return false;
  wakerefs.splice(index, 1);
  return true;
}

/** Puts a vma that nobody has open on the list. Kernel: __vma_close(), under gt->closed_lock. */
export function vmaClose(k: Machine, vma: Ref<"vmas">): void {
  if (hasGts(k)) k.at(primaryGt).closed.push(vma);
}

/**
 * Takes it off again, if it is there. Kernel: __i915_vma_remove_closed(), under gt->closed_lock.
 */
export function vmaRemoveClosed(k: Machine, vma: Ref<"vmas">): void {
  if (!hasGts(k)) return;
  const gt = k.at(primaryGt);
  gt.closed = gt.closed.filter((each) => each !== vma);
}

/** Says whether nobody has the vma open. Kernel: i915_vma_is_closed(). */
export const vmaIsClosed = (k: Machine, vma: Ref<"vmas">): boolean =>
  hasGts(k) && k.at(primaryGt).closed.includes(vma);

/** The GTs that an execution on the engine of `engineGt` keeps awake: that one, and the primary. */
export function gtsOfExecution(engineGt: number): Ref<"gts">[] {
  return engineGt === 0 ? [primaryGt] : [ref("gts", engineGt), primaryGt];
}
