/** The segments of an object's table lead to its pages. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { Block } from "../model/cells/resource.ts";
import type { SgTable } from "../model/scatterlist/segment.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** An object's block and the table of it, while nobody holds its lock; null: it has none. */
function tableAndBlock(
  state: DriverState,
  index: number,
): { segments: SgTable; runs: NonNullable<Block["runs"]> } | null {
  if (state.layouts.length === 0) return null;
  const object = state.objects[index] ?? null;
  const bo = object === null ? null : at(state, object.bo);
  if (object?.cachedIoRsgt == null || bo?.resource == null) return null;
  if (at(state, bo.resv)?.lock !== null) return null;
  const block = at(state, bo.resource)?.block ?? null;
  const runs = block === null ? undefined : at(state, block)?.runs;
  const segments = at(state, object.cachedIoRsgt)?.segments;
  return runs === undefined || segments === undefined ? null : { segments, runs };
}

const countOf = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, page) => from + page);

export const segmentsDescribeTheBlocks: Spec = {
  property: invariant<DriverState>("segments-describe-the-blocks", {
    claim:
      "While nobody holds its lock, the segments of an object's table lead to the pages of its " +
      "block, in order, and none of them is longer than segments may be",
    source: "driver.md 11 P19",
    each: "objects",
    holds: (state, index) => {
      const found = tableAndBlock(state, index);
      if (found === null) return true;
      const { regionStart = 0, segmentPagesMax = 0 } = state.layouts[0] ?? {};
      const segments = found.segments.entries.slice(0, found.segments.used);
      const addresses = segments.flatMap(({ address, pages }) => countOf(address, pages));
      const pages = found.runs.flatMap(({ offset, pages: count }) => countOf(offset, count));
      return (
        addresses.length === pages.length &&
        addresses.every((address, page) => address === (pages[page] ?? 0) + regionStart) &&
        segments.every((each) => each.pages <= segmentPagesMax)
      );
    },
  }),
  witness: witness<DriverState>("blocks-share-a-segment", {
    claim: "Two blocks lie side by side, and are one segment of a table that has several",
    each: "objects",
    reached: (state, index) => {
      const found = tableAndBlock(state, index);
      return found !== null && found.segments.used > 1 && found.segments.used < found.runs.length;
    },
  }),
  brokenBy: ["blocks-are-joined-across-gaps"],
};
