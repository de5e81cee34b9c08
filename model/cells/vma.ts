/**
 * struct i915_vma (Linux 6.x, drivers/gpu/drm/i915/i915_vma_types.h): an object's place in an
 * address space. It has no reference count. Left out: views other than partial ones, which differ
 * in what their table says.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";
import type { BindBits } from "./bind-bits.ts";
import type { GgttVma } from "./ggtt.ts";
import type { Holder } from "./holders.ts";
import { unpinPages } from "./object.ts";
import type { TableRef } from "./sgt.ts";

export interface Vma {
  readonly object: Ref<"objects">;
  readonly vm: Ref<"vms">;
  /** How many pages its node has on each side of the page that it binds. */
  readonly guard: number;
  /** Which nodes it may stand beside, in an address space with colouring. */
  readonly colour: number;
  /** The page that it binds, in the middle of its node; null: the node is not allocated. */
  node: number | null;
  /** Which bindings it has: from D6 of a bind on, whatever its work does later. */
  bound: BindBits;
  pins: Holder[];
  /** The table of its object, or one of its own if it is a view. */
  pages: TableRef | null;
  /** The low part of `pages_count`. */
  pagesUsers: number;
  /** Its high part: users that a binding stands for. */
  pagesBindings: number;
  resource: Ref<"vmaResources"> | null;
  /** The handles under which a context can look it up: `open_count`, with names. */
  openBy: number[];
  /** The VM was released while the object was dying, and its struct is kept for the vma. */
  vmDdestroy: boolean;
  /** It has left its VM for good, and uses it no more. Ghost: only specs look. */
  hasLeftVm: boolean;
  /** Left out: it is in a ppGTT. */
  ggtt?: GgttVma;
}

/** A vma that has never been bound. */
export function unboundVma(
  object: Ref<"objects">,
  vm: Ref<"vms">,
  { guard = 0, colour = 0 }: { readonly guard?: number; readonly colour?: number } = {},
): Vma {
  return {
    object,
    vm,
    guard,
    colour,
    node: null,
    bound: 0,
    pins: [],
    pages: null,
    pagesUsers: 0,
    pagesBindings: 0,
    resource: null,
    openBy: [],
    vmDdestroy: false,
    hasLeftVm: false,
  };
}

/**
 * Drops `count` users of the pages; the last one unpins the object's. Kernel: __vma_put_pages().
 */
export function vmaPutPages(k: Machine, vma: Ref<"vmas">, count: number): void {
  const cell = k.at(vma);
  if (cell.pagesUsers < count) {
    k.fault("refcount-underflow", vma, `drops ${count} of ${cell.pagesUsers} users of its pages`);
  }
  cell.pagesUsers -= count;
  if (cell.pagesUsers > 0 || count === 0) return;
  if (cell.pages?.startsWith("viewSgts") === true) k.free(cell.pages);
  cell.pages = null;
  unpinPages(k, cell.object, vma);
}

/** Drops the users that bindings stand for. Kernel: vma_unbind_pages(). */
export function vmaUnbindPages(k: Machine, vma: Ref<"vmas">): void {
  const cell = k.at(vma);
  const bindings = cell.pagesBindings;
  if (bindings === 0) k.fault("kernel-assertion", vma, "is unbound, and counts no binding");
  cell.pagesBindings = 0;
  vmaPutPages(k, vma, bindings);
}

/** Keeps a vma bound. Kernel: __i915_vma_pin(). */
export function pinVma(k: Machine, vma: Ref<"vmas">, holder: Holder): void {
  const { pins } = k.at(vma);
  pins.push(holder);
  pins.sort();
}

/** Kernel: __i915_vma_unpin(). */
export function unpinVma(k: Machine, vma: Ref<"vmas">, holder: Holder): void {
  const { pins } = k.at(vma);
  const index = pins.indexOf(holder);
  if (index < 0) k.fault("refcount-underflow", vma, `${holder} unpins a vma it has not pinned`);
  pins.splice(index, 1);
}
