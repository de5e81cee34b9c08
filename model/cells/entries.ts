/**
 * Writing and clearing the page-table entries of a vma resource (Linux 6.x,
 * drivers/gpu/drm/i915/gt/intel_gtt.c, intel_ppgtt.c, intel_ggtt.c): one way for a ppGTT, one for
 * the GGTT, and one for a GGTT with a ppGTT behind it, which takes the LOCAL binds. Left out: cache
 * levels, and the page-table stash.
 */
import { indices, type Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import { addBits, GLOBAL_BIND, hasBits, LOCAL_BIND, type BindBits } from "./bind-bits.ts";
import { assertAwake } from "./runtime-pm.ts";
import { readTable, type TableRef } from "./sgt.ts";
import { writePte } from "./vm.ts";

/**
 * Writes the entries of a resource, for these bindings. Where LOCAL and GLOBAL are different
 * entries, what is noted of them comes behind them, without a lock: yields what there is to add to,
 * as it is now, for `noteBindings`. Kernel: vma_res->ops->bind_vma().
 */
export function bindEntries(
  k: Machine,
  resource: Ref<"vmaResources">,
  bits: BindBits,
): BindBits | null {
  const cell = k.at(resource);
  const { vm, pages, boundFlags } = cell;
  if (pages === null || vm === null) {
    return k.fault("null-pointer", resource, "binds without pages");
  }
  const { ggtt } = k.at(vm);
  if (ggtt === undefined) {
    writeEntries(k, vm, resource, pages);
    cell.allocated = true;
    return null;
  }
  if (ggtt.alias === null) {
    // Where both bindings are the same entries, the second one finds them written.
    if (boundFlags !== 0) return null;
    cell.boundFlags = bits;
    assertAwake(k, vm);
    writeEntries(k, vm, resource, pages);
    return null;
  }
  if (hasBits(bits, LOCAL_BIND)) {
    writeEntries(k, ggtt.alias, resource, pages);
    cell.allocated = true;
  }
  if (hasBits(bits, GLOBAL_BIND)) {
    assertAwake(k, vm);
    writeEntries(k, vm, resource, pages);
  }
  return boundFlags;
}

/**
 * Notes which bindings there are: those that were noted when the entries were written, and more.
 */
export function noteBindings(
  k: Machine,
  resource: Ref<"vmaResources">,
  [before, more]: readonly [BindBits, BindBits],
): void {
  k.at(resource).boundFlags = addBits(before, more);
}

/** As many entries as the table describes, whatever room there is for the vma. */
function writeEntries(
  k: Machine,
  vm: Ref<"vms">,
  resource: Ref<"vmaResources">,
  pages: TableRef,
): void {
  const memory = readTable(k, pages);
  const { slot } = k.at(resource);
  for (const page of indices(k.at(pages).length ?? 1)) {
    writePte(k, vm, slot + page, { memory, resource });
  }
}

/**
 * Clears the entries of a resource; false: it had none in a ppGTT, where TLBs might remember them.
 * Kernel: vma_res->ops->unbind_vma().
 */
export function unbindEntries(k: Machine, resource: Ref<"vmaResources">): boolean {
  const { vm, slot, allocated, boundFlags } = k.at(resource);
  if (vm === null) return k.fault("null-pointer", resource, "unbinds without an address space");
  const { ggtt } = k.at(vm);
  if (ggtt !== undefined && (ggtt.alias === null || hasBits(boundFlags, GLOBAL_BIND))) {
    assertAwake(k, vm);
    writePte(k, vm, slot, null);
  }
  if (ggtt !== undefined && !hasBits(boundFlags, LOCAL_BIND)) return false;
  const ppgtt = ggtt === undefined ? vm : ggtt.alias;
  if (!allocated || ppgtt === null) return false;
  writePte(k, ppgtt, slot, null);
  return true;
}
