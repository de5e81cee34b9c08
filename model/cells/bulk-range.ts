/**
 * A bulk range of an LRU (Linux 6.x, drivers/gpu/drm/ttm/ttm_resource.c, struct
 * ttm_lru_bulk_move_pos): resources that lie side by side in the list, so that they can be moved
 * together. Cells of their own, since nothing else depends on the order of the list.
 */
import { indices } from "../../checker/refs.ts";
import type { Machine } from "../machine/machine.ts";

export interface BulkRange {
  /** Resources by number, the next victim first. */
  list: number[];
  /** Those that belong to the bulk, sorted. */
  members: number[];
  first: number | null;
  last: number | null;
}

/** An LRU of `count` resources, of which none belongs to the bulk yet. */
export const bulkRangeOf = (count: number): BulkRange => ({
  list: indices(count),
  members: [],
  first: null,
  last: null,
});

/** The resource behind another in the list. The head of the list is no resource. */
export function nextInList(k: Machine, { list }: BulkRange, resource: number): number {
  const next = list[list.indexOf(resource) + 1];
  if (next !== undefined) return next;
  return k.fault(
    "null-pointer",
    "bulkRanges:0",
    `takes the list's head for what follows ${resource}`,
  );
}

/** The resource before another in the list. */
export function previousInList(k: Machine, { list }: BulkRange, resource: number): number {
  const previous = list[list.indexOf(resource) - 1];
  if (previous !== undefined) return previous;
  return k.fault(
    "null-pointer",
    "bulkRanges:0",
    `takes the list's head for what precedes ${resource}`,
  );
}

/** Moves a resource behind another. Kernel: list_move(). */
export function moveBehind(range: BulkRange, resource: number, other: number): void {
  const rest = range.list.filter((each) => each !== resource);
  const index = rest.indexOf(other) + 1;
  range.list = [...rest.slice(0, index), resource, ...rest.slice(index)];
}
