/**
 * What the GPU's TLBs may still reach, and the driver's account of it (Linux 6.x,
 * drivers/gpu/drm/i915/gt/intel_tlb.c): `mm.tlb` of an object says that an invalidation is due
 * before its pages go. Scenarios that do not track TLBs have none, and nothing here touches
 * anything in them. Left out: a GT that is wedged or asleep (its TLBs are empty then), a second GT,
 * and the sequence numbers, by which the kernel skips an invalidation once two more recent ones are
 * through: here it is never skipped, and `mm.tlb` is due or not.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { MemoryRef } from "./sgt.ts";

/** The translations of one address space that some engine may have kept. Ghost. */
export interface Tlb {
  /** Sorted. */
  reaches: MemoryRef[];
}

/** Says whether this scenario keeps account of TLBs. */
export const tracksTlb = (k: Machine): boolean => k.state.tlbs.length > 0;

function entriesOf(k: Machine, vm: Ref<"vms">): MemoryRef[] {
  return k
    .at(ref("pageTables", indexOf(vm)))
    .entries.flatMap((entry) => (entry === null ? [] : [entry.memory]));
}

const hasRunningJob = (k: Machine, vm: Ref<"vms">): boolean =>
  k.state.requests.some((each) => each?.vm === vm && each.state === "running");

/**
 * A running job may touch whatever its address space maps, and does so as early as it can: the
 * worst case. Called when a job starts, and when an entry is written.
 */
export function tlbFill(k: Machine, vm: Ref<"vms">): void {
  if (!tracksTlb(k) || !hasRunningJob(k, vm)) return;
  const tlb = k.at(ref("tlbs", indexOf(vm)));
  tlb.reaches = [...new Set([...tlb.reaches, ...entriesOf(k, vm)])].toSorted();
}

/** Notes that an invalidation is due. Kernel: vma_invalidate_tlb(). */
export function tlbRecord(k: Machine, object: Ref<"objects"> | null): void {
  if (object !== null && tracksTlb(k)) k.at(object).tlb = true;
}

/**
 * Empties all TLBs; a job that is running refills them at once. Kernel:
 * intel_gt_invalidate_tlb_full().
 */
export function tlbInvalidate(k: Machine): void {
  if (k.skips("flush")) return;
  for (let index = 0; index < k.state.tlbs.length; index++) {
    const vm = ref("vms", index);
    k.at(ref("tlbs", index)).reaches = [];
    tlbFill(k, vm);
  }
}
