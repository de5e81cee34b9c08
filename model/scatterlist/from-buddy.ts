/** The sg-table of a list of buddy blocks (Linux 6.x, drivers/gpu/drm/i915/i915_scatterlist.c). */
import type { SgTable } from "./segment.ts";
import { TableWriter, type Limits } from "./table-writer.ts";

/** struct drm_buddy_block: a power of two of pages. */
export interface BuddyBlock {
  readonly offset: number;
  readonly pages: number;
}

/**
 * Describes `size` pages in the blocks, in the order of the list. Blocks are as long together as
 * what they are for; only one that stands alone may be longer, and is clipped. Kernel:
 * i915_rsgt_from_buddy_resource().
 */
export function tableFromBuddy(
  blocks: readonly BuddyBlock[],
  size: number,
  limits: Limits,
): SgTable {
  const writer = new TableWriter(size, limits);
  for (const { offset, pages } of blocks) writer.add(offset, Math.min(size, pages));
  return writer.finish();
}
