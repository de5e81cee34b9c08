/** The shrinker is not entered where it would wait for whoever entered it. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { isCaptured } from "./held-memory-is-kept.ts";
import { noFault, type Spec } from "./spec.ts";

export const noReclaimInside: Spec = {
  property: noFault("no-reclaim-inside", {
    claim: "Nobody allocates with reclaim on the way to a fence's signal, or under vm->mutex",
    source: "driver.md 1.1, 11 P12",
    kinds: ["reclaim-inside"],
  }),
  witness: witness<DriverState>("two-bindings-are-held-at-once", {
    claim: "A capture holds two bindings, and allocated for the second inside of the section",
    reached: (state) =>
      state.vmaResources.filter((each, index) => each !== null && isCaptured(state, index))
        .length >= 2,
  }),
  brokenBy: ["capture-allocates-with-reclaim"],
};
