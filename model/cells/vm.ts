/**
 * struct i915_address_space (Linux 6.x, drivers/gpu/drm/i915/gt/intel_gtt.h): an address space with
 * its mutex, its range allocator and its page table. Left out: the VM's own page-table objects,
 * cache colouring, and release, since the one VM here outlives everything.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { Ggtt } from "./ggtt.ts";
import type { Holder, Refcounted } from "./holders.ts";
import type { Lock } from "./lock.ts";
import type { MemoryRef } from "./sgt.ts";

export interface Vm extends Refcounted {
  lock: Lock;
  /** The reservation of its page tables, and of the objects that are private to it. */
  readonly resv: Ref<"reservations">;
  /** Who keeps the struct and its mutex: `resv_ref`. */
  resvRefs: Holder[];
  /** The range allocator (drm_mm): which vma has a slot. */
  nodes: (Ref<"vmas"> | null)[];
  /** Unbinds that are queued, oldest first: the interval tree `pending_unbind`. */
  pendingUnbind: Ref<"vmaResources">[];
  /** LOCAL binds go through a work: `bind_async_flags`. */
  readonly bindsAsync: boolean;
  /** Left out: a ppGTT. */
  readonly ggtt?: Ggtt;
}

/** One page-table entry that is valid. */
export interface Pte {
  readonly memory: MemoryRef;
  /** On whose behalf it was written. Ghost: the hardware knows only the address. */
  readonly resource: Ref<"vmaResources">;
}

export interface PageTable {
  /** By slot; null: the entry is clear, and points at scratch. */
  entries: (Pte | null)[];
}

const pageTableOf = (vm: Ref<"vms">): Ref<"pageTables"> => ref("pageTables", indexOf(vm));

/** Writes the entry of a slot. */
export function writePte(k: Machine, vm: Ref<"vms">, slot: number, pte: Pte | null): void {
  k.at(pageTableOf(vm)).entries[slot] = pte;
}
