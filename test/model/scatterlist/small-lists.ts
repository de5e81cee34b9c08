/** All small lists of blocks: every way to lay some pages out in a region, and every limit. */
import type { Limits } from "../../../model/scatterlist/table-writer.ts";
import type { Run } from "./oracle.ts";

/** All ways to write `size` as a sum of run lengths, in order. */
function* compositions(size: number): Generator<number[]> {
  if (size === 0) yield [];
  for (let first = 1; first <= size; first++) {
    for (const rest of compositions(size - first)) yield [first, ...rest];
  }
}

/** All orders of a list. */
function* orders<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of orders(items.filter((_, other) => other !== index))) yield [item, ...rest];
  }
}

/** All runs that take `size` pages of a region together: side by side or with gaps, any order. */
export function* runsOf(size: number): Generator<Run[]> {
  for (const lengths of compositions(size)) {
    for (let gaps = 0; gaps < 2 ** lengths.length; gaps++) {
      let start = 0;
      const runs = lengths.map((pages, index) => {
        if ((gaps >> index) % 2 === 1) start++;
        start += pages;
        return { start: start - pages, pages };
      });
      yield* orders(runs);
    }
  }
}

/**
 * All limits that matter for lists of that size. Where there are many lists, one region will do.
 */
export function* limitsOf(size: number): Generator<Limits> {
  const regions = size > 5 ? [100] : [0, 1, 100];
  for (let segmentPagesMax = 1; segmentPagesMax <= size + 1; segmentPagesMax++) {
    for (const regionStart of regions) yield { regionStart, segmentPagesMax };
  }
}
