/** A move takes the content along. */
import { invariant, witness } from "../checker/properties.ts";
import { ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";
import { visibleContent } from "./visible-content.ts";

export const movesKeepTheContent: Spec = {
  property: invariant<DriverState>("moves-keep-the-content", {
    claim:
      "Once its fences let anybody see an object, it holds what its last job wrote, unless its " +
      "state is known to be unknown or the GPU is wedged",
    source: "driver.md 11 P10",
    each: "objectContents",
    holds: (state, index) => {
      if (state.objectContents[index]?.written !== true) return true;
      const content = visibleContent(state, index);
      return content === null || content.data === ref("objects", index);
    },
  }),
  witness: witness<DriverState>("written-data-has-moved", {
    claim: "What a job wrote into local memory is in system memory, complete",
    each: "objectContents",
    reached: (state, index) =>
      state.pageContents.some((content) => content?.data === ref("objects", index)),
  }),
  brokenBy: ["copy-does-not-wait-for-jobs"],
};
