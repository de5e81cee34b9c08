/** The sg-table of a range node (Linux 6.x, drivers/gpu/drm/i915/i915_scatterlist.c). */
import type { SgTable } from "./segment.ts";
import { TableWriter, type Limits } from "./table-writer.ts";

/** struct drm_mm_node: one run of pages. */
export interface RangeNode {
  readonly start: number;
  readonly size: number;
}

/** Splits the node into as few segments as the limit allows. Kernel: i915_rsgt_from_mm_node(). */
export function tableFromNode(node: RangeNode, limits: Limits): SgTable {
  const writer = new TableWriter(Math.ceil(node.size / limits.segmentPagesMax), limits);
  writer.add(node.start, node.size);
  return writer.finish();
}
