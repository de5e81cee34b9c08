/**
 * The ledger of references: a refcounted cell does not count, it lists who holds it. The count is
 * the length of the list; a put by somebody who holds nothing is caught by name. Kernel: kref,
 * refcount_t.
 */
import type { Ref } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";

/**
 * Who holds a reference: a cell, or one pointer within a cell: "objects:0.mm.rsgt", "processes:1".
 */
export type Holder = Ref | `${Ref}.${string}` | "user";

export interface Refcounted {
  /** One entry a reference, sorted. */
  refs: Holder[];
}

/** Takes a reference; the caller says that somebody holds one already. Kernel: kref_get(). */
export function krefGet(k: Machine, cell: string, counted: Refcounted, holder: Holder): void {
  if (k.skips("get")) return;
  if (counted.refs.length === 0) {
    k.fault("use-after-free-struct", cell, `${holder} takes a reference though the count is 0`);
  }
  counted.refs.push(holder);
  counted.refs.sort();
}

/** Takes a reference unless the count is 0. Kernel: kref_get_unless_zero(). */
export function krefGetUnlessZero(k: Machine, counted: Refcounted, holder: Holder): boolean {
  if (counted.refs.length === 0) return false;
  if (k.skips("get")) return true;
  counted.refs.push(holder);
  counted.refs.sort();
  return true;
}

/** Drops the reference of `holder`; true: it was the last one. Kernel: kref_put(). */
export function krefPut(k: Machine, cell: string, counted: Refcounted, holder: Holder): boolean {
  if (k.skips("put")) return false;
  const index = counted.refs.indexOf(holder);
  if (index < 0) {
    k.fault("refcount-underflow", cell, `${holder} drops a reference that it does not hold`);
  }
  counted.refs.splice(index, 1);
  return counted.refs.length === 0;
}

/** Hands a reference over: a pointer is moved, the count stays. */
export function krefMove(
  k: Machine,
  cell: string,
  counted: Refcounted,
  [from, to]: readonly [from: Holder, to: Holder],
): void {
  const index = counted.refs.indexOf(from);
  if (index < 0) {
    k.fault("refcount-underflow", cell, `${from} hands over a reference that it does not hold`);
  }
  counted.refs[index] = to;
  counted.refs.sort();
}
