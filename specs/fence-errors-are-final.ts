/** Whoever sees a fence signal sees its error as well. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const fenceErrorsAreFinal: Spec = {
  property: noFault("fence-errors-are-final", {
    claim: "No fence gets an error after it has signalled",
    source: "driver.md 3.1, 11 P11",
    kinds: ["fence-error-too-late"],
  }),
  witness: witness<DriverState>("a-fence-signals-with-an-error", {
    claim: "A request has signalled with an error",
    each: "requestFences",
    reached: ({ requestFences }, index) =>
      requestFences[index]?.signalled === true && requestFences[index].error !== 0,
  }),
  brokenBy: ["job-fails-after-its-signal"],
};
