/** Nobody sees what others have left in his pages. */
import { invariant, witness } from "../checker/properties.ts";
import { ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";
import { visiblePages } from "./visible-pages.ts";

export const noForeignPages: Spec = {
  property: invariant<DriverState>("no-foreign-pages", {
    claim:
      "Once its fences let anybody see an object, none of its pages holds anything of others, " +
      "unless its state is known to be unknown or the GPU is wedged",
    source: "driver.md 11 P9",
    each: "writtenObjects",
    holds: (state, index) =>
      (visiblePages(state, index) ?? []).every(
        (tag) => tag === "zero" || tag.startsWith(`${ref("objects", index)} `),
      ),
  }),
  witness: witness<DriverState>("pages-of-others-are-cleared", {
    claim: "A page that holds data of one object belongs to another, whose blit has yet to run",
    each: "localPages",
    reached: (state, index) => {
      const data = state.localPages[index]?.data ?? "stale";
      if (!data.startsWith("objects:")) return false;
      return state.requests.some(
        (request) =>
          request?.state === "built" &&
          request.pages?.to.includes(ref("localPages", index)) === true,
      );
    },
  }),
  brokenBy: [
    "segment-is-left-too-late",
    "segment-cache-is-not-reset",
    "failed-clear-is-left-alone",
  ],
};
