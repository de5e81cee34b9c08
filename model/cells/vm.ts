/**
 * struct i915_address_space (Linux 6.x, drivers/gpu/drm/i915/gt/intel_gtt.[ch]): an address space
 * with its mutex, its range allocator and its page table. Two counts: the last of `refs` starts its
 * release, and the last of `resvRefs` frees the struct, its mutex and its reservation. Left out:
 * the VM's own page-table objects, and the flag by which a whole VM skips the
 * rewriting of its entries, which only the GGTT sets.
 */
import { indexOf, ref, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { Ggtt } from "./ggtt.ts";
import { krefGet, krefPut, type Holder, type Refcounted } from "./holders.ts";
import { assertHeld, type Lock } from "./lock.ts";
import { dmaResvFini, reservation } from "./reservation.ts";
import type { MemoryRef } from "./sgt.ts";
import { tlbFill } from "./tlb.ts";

export interface Vm extends Refcounted {
  lock: Lock;
  /** The reservation of its page tables, and of the objects that are private to it. */
  readonly resv: Ref<"reservations">;
  /** Who keeps the struct and its mutex: `resv_ref`. */
  resvRefs: Holder[];
  /** Its vmas, bound or not, sorted: the order matters to nobody. */
  boundList: Ref<"vmas">[];
  unboundList: Ref<"vmas">[];
  /** The range allocator (drm_mm): which vma has a page, guard pages included. */
  nodes: (Ref<"vmas"> | null)[];
  /** Between nodes of different colours one page stays free: `has_cache_coloring`. */
  readonly hasColouring: boolean;
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

/** An address space without vmas. `holder` gets the first reference. */
export function addressSpace(
  vm: Ref<"vms">,
  holder: Holder,
  {
    resv,
    slots,
    bindsAsync,
    hasColouring = false,
  }: Pick<Vm, "bindsAsync"> & {
    readonly hasColouring?: boolean;
    readonly resv: Ref<"reservations">;
    readonly slots: number;
  },
): Vm {
  return {
    refs: [holder],
    lock: null,
    resv,
    resvRefs: [vm],
    boundList: [],
    unboundList: [],
    nodes: Array.from({ length: slots }, () => null),
    hasColouring,
    pendingUnbind: [],
    bindsAsync,
  };
}

/**
 * Allocates an address space with one slot; `holder` gets the first reference. Kernel:
 * i915_ppgtt_create().
 */
export function vmCreate(k: Machine, holder: Holder, bindsAsync: boolean): Ref<"vms"> {
  const spare = k.state.vms.indexOf(null);
  // The reservations of address spaces lie behind those of buffer objects.
  const resv = ref("reservations", k.state.reservations.length - k.state.vms.length + spare);
  const parts = { resv, slots: 1, bindsAsync };
  const vm = k.alloc("vms", addressSpace(ref("vms", spare), holder, parts));
  k.allocAt(resv, reservation());
  k.allocAt(pageTableOf(vm), { entries: [null] });
  return vm;
}

/** Kernel: i915_vm_get(). */
export function vmGet(k: Machine, vm: Ref<"vms">, holder: Holder): void {
  krefGet(k, vm, k.at(vm), holder);
}

/**
 * Drops a reference, in any context: the last one only queues the release. Kernel: i915_vm_put().
 */
export function vmPut(k: Machine, vm: Ref<"vms">, holder: Holder): void {
  if (krefPut(k, vm, k.at(vm), holder)) k.start("vm release", "__i915_vm_release", { vm });
}

/** Keeps the struct and its mutex. Kernel: i915_vm_resv_get(). */
export function vmResvGet(k: Machine, vm: Ref<"vms">, holder: Holder): void {
  krefGet(k, vm, { refs: k.at(vm).resvRefs }, holder);
}

/** The last one frees the struct with its mutex and its reservation. Kernel: i915_vm_resv_put(). */
export function vmResvPut(k: Machine, vm: Ref<"vms">, holder: Holder): void {
  const { resv, resvRefs } = k.at(vm);
  if (!krefPut(k, vm, { refs: resvRefs }, holder)) return;
  dmaResvFini(k, resv);
  k.free(resv);
  k.free(vm);
}

/**
 * Puts a vma on one of the lists of its VM, or on none, with vm->mutex held. Kernel:
 * list_move(&vma->vm_link).
 */
export function moveInVm(
  k: Machine,
  [vm, vma]: readonly [Ref<"vms">, Ref<"vmas">],
  list: "boundList" | "unboundList" | null,
): void {
  const cell = k.at(vm);
  assertHeld(k, vm, cell);
  for (const each of ["boundList", "unboundList"] as const) {
    const isOn = cell[each].includes(vma);
    if (list === each && !isOn) cell[each] = [...cell[each], vma].toSorted();
    if (list !== each && isOn) cell[each] = cell[each].filter((other) => other !== vma);
  }
}

/** A queued unbind joins the tree. Kernel: vma_res_itree_insert(), with vm->mutex held. */
export function joinPendingUnbinds(
  k: Machine,
  vm: Ref<"vms">,
  resource: Ref<"vmaResources">,
): void {
  const cell = k.at(vm);
  assertHeld(k, vm, cell);
  cell.pendingUnbind.push(resource);
}

/** An unbind that is through leaves it. Kernel: vma_res_itree_remove(), with vm->mutex held. */
export function leavePendingUnbinds(
  k: Machine,
  vm: Ref<"vms">,
  resource: Ref<"vmaResources">,
): void {
  const cell = k.at(vm);
  assertHeld(k, vm, cell);
  cell.pendingUnbind = cell.pendingUnbind.filter((each) => each !== resource);
}

/** Frees the page tables, which it finds through the struct. Kernel: vm->cleanup(). */
export function vmCleanup(k: Machine, vm: Ref<"vms">): void {
  if (k.at(vm).refs.length > 0) k.fault("kernel-assertion", vm, "is cleaned up while it lives");
  k.free(pageTableOf(vm));
}

/** Writes the entry of a slot. */
export function writePte(k: Machine, vm: Ref<"vms">, slot: number, pte: Pte | null): void {
  k.at(pageTableOf(vm)).entries[slot] = pte;
  tlbFill(k, vm);
}

/** Says whether somebody may have met an address space that is dying, or is gone. */
export const someVmIsDying = (k: Machine): boolean =>
  k.state.vms.some((vm) => vm === null || vm.refs.length === 0);
