/** Whoever sees a fence signal sees its error as well. */
import { stepProperty, witness } from "../checker/properties.ts";
import type { DmaFence } from "../model/cells/fence.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

const pools = ["unbindFences", "bindFences", "requestFences", "migrationFences"] as const;

const isFinal = (before: DmaFence | null, after: DmaFence | null): boolean =>
  before === null || after === null || !before.signalled || before.error === after.error;

export const fenceErrorsAreFinal: Spec = {
  property: stepProperty<DriverState>("fence-errors-are-final", {
    claim: "The error of a fence does not change once it has signalled",
    source: "driver.md 3.1, 11 P11",
    holds: (before, after) =>
      pools.every((pool) =>
        before[pool].every((fence, index) => {
          const next = after[pool][index] ?? null;
          return fence === next || isFinal(fence, next) || next?.signalled === false;
        }),
      ),
  }),
  witness: witness<DriverState>("a-fence-signals-with-an-error", {
    claim: "A request has signalled with an error",
    each: "requestFences",
    reached: ({ requestFences }, index) =>
      requestFences[index]?.signalled === true && requestFences[index].error !== 0,
  }),
  brokenBy: ["job-fails-after-its-signal"],
};
