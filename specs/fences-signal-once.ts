/**
 * A fence signals once: waiters and callbacks rely on it, and nobody comes back for those that
 * missed it.
 */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const fencesSignalOnce: Spec = {
  property: noFault("fences-signal-once", {
    claim: "No fence is signalled twice, or freed while somebody still counts on its signal",
    source: "driver.md 11 P11",
    kinds: ["fence-signalled-twice", "fence-freed-unsignalled"],
  }),
  witness: witness<DriverState>("all-kinds-of-fences-signal", {
    claim: "A bind, an unbind, a request and a migration have signalled",
    reached: ({ bindFences, unbindFences, requestFences, migrationFences }) =>
      [...bindFences, ...unbindFences].some((fence) => fence?.signalled) &&
      [...requestFences, ...migrationFences].some((fence) => fence?.signalled),
  }),
  brokenBy: ["unbind-work-signals-itself"],
};
