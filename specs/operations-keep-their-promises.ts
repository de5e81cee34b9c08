/** An operation that succeeds has done what the user asked for. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const operationsKeepTheirPromises: Spec = {
  property: noFault("operations-keep-their-promises", {
    claim:
      "When what a user asks for succeeds, such as a move, a mapping, a pin, an import, an " +
      "advice or the modification of a context, it is done; a scan has freed what it counts; " +
      "and what is over keeps nothing pinned",
    source: "driver.md 11 P25",
    kinds: ["promise-broken"],
  }),
  witness: witness<DriverState>("an-operation-has-failed-with-cause", {
    claim: "An operation has failed, after a failure was injected",
    reached: ({ failure }) => failure !== null && failure.excused,
  }),
  brokenBy: ["failed-move-is-no-error"],
};
