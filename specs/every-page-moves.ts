/** A move takes every page along. */
import { invariant, witness } from "../checker/properties.ts";
import { at, ref } from "../checker/refs.ts";
import { pageTag } from "../model/cells/page-content.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";
import { tagsIn, visiblePages } from "./visible-pages.ts";

export const everyPageMoves: Spec = {
  property: invariant<DriverState>("every-page-moves", {
    claim:
      "Once its fences let anybody see an object, each of its pages holds what its last job " +
      "wrote there, unless its state is known to be unknown or the GPU is wedged",
    source: "driver.md 11 P10",
    each: "writtenObjects",
    holds: (state, index) => {
      if (state.writtenObjects[index]?.written !== true) return true;
      const object = ref("objects", index);
      return (visiblePages(state, index) ?? []).every((tag, page) => tag === pageTag(object, page));
    },
  }),
  witness: witness<DriverState>("written-pages-are-in-pieces", {
    claim: "What a job wrote is in local memory, complete, in blocks that lie apart",
    each: "blocks",
    reached: (state, index) => {
      const block = state.blocks[index] ?? null;
      if (block === null || (block.runs ?? []).length < 2) return false;
      const resource = at(state, block.owner);
      const bo = resource === null ? null : at(state, resource.bo);
      if (bo?.object == null) return false;
      const { object } = bo;
      return tagsIn(state, ref("blocks", index)).every(
        (tag, page) => tag === pageTag(object, page),
      );
    },
  }),
  brokenBy: ["failed-copy-is-cleared"],
};
