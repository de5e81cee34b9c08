/** What pages are told of the driver's cells, so that what people look for stands first. */
import type { CellWords } from "../counterexamples/render/html/counts.ts";

/**
 * Tables and vma resources come first. The latter, like all structs that a fence lies in, live by
 * the references on that fence.
 */
export const driverCells: CellWords = {
  first: /^(?:ioSgts|ttSgts|vmaResources):/,
  within: {
    unbindFences: "vmaResources",
    bindFences: "bindWorks",
    requestFences: "requests",
    migrationFences: "memcpyWorks",
  },
};

/** What pages are told of the cells of other systems. */
export const otherCells: CellWords = { first: null, within: {} };
