/** Steps of a run that it could do without, at no cost. */
import type { Candidates } from "../../counterexamples/minimise/leave-out.ts";
import { isLess } from "../../counterexamples/minimise/size.ts";
import type { Picked } from "../../counterexamples/plain-run.ts";

/**
 * Yields the positions of single steps without which the run still violates its property and is
 * plainer. What is shorter without a step, but needs more of what weighs more, is none.
 */
export function superfluousSteps(candidates: Candidates, steps: readonly Picked[]): number[] {
  const whole = candidates.violating(steps);
  if (whole === null) throw new Error("the run violates nothing");
  return [...steps.keys()].filter((index) => {
    const shorter = candidates.violating(steps.toSpliced(index, 1));
    return shorter !== null && isLess(candidates.sizeOf(shorter), candidates.sizeOf(whole));
  });
}
