/** What a user asks for works, unless some failure was injected on the way. */
import { invariant, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const noOperationFailsWithoutCause: Spec = {
  property: invariant<DriverState>("no-operation-fails-without-cause", {
    claim: "No execution, move or unbind fails unless a failure was injected before",
    source: "driver.md 11 P25",
    holds: ({ failure }) => failure === null || failure.excused,
  }),
  witness: witness<DriverState>("object-moves-during-a-bind", {
    claim: "An object has changed its pages while a bind of its old ones is still pending",
    reached: ({ vmaResources, objects }) =>
      vmaResources.some(
        (resource) =>
          resource?.bind === "pending" &&
          objects.some((object) => object?.pages != null && object.pages !== resource.pages),
      ),
  }),
  brokenBy: [
    "bind-work-pins-the-pages",
    "moving-wait-returns-the-time",
    "eviction-gives-up-on-locked-objects",
  ],
};
