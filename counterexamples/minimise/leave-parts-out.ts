/**
 * Makes a run plainer by leaving out operations, failures and steps, as long as what is left
 * violates the same property when it is simply run: quick, and it proves nothing.
 */
import type { Json } from "../../checker/json.ts";
import type { Picked, State } from "../plain-run.ts";
import { Candidates, leaveOut } from "./leave-out.ts";
import type { Plainest } from "./plainest.ts";

/** Leaves out what can be, the most first, and yields when it is done or `isOver`. */
export function leavePartsOut(
  plainest: Plainest,
  isOver: () => boolean,
  onStage: (stage: string) => void,
): void {
  const { operations, injections } = plainest.family;
  const isLeftOut = (parts: readonly string[]): boolean => !isOver() && tryWithout(plainest, parts);
  onStage("operations that can be left out");
  for (let size = Math.ceil(operations.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < operations.length; from += size) {
      isLeftOut(operations.slice(from, from + size));
    }
  }
  for (const part of injections) isLeftOut([part]);
  onStage("steps that can be left out");
  leaveStepsOut(plainest, isOver);
  for (const part of operations) if (isLeftOut([part])) leaveStepsOut(plainest, isOver);
}

/** Leaves steps out of the best run. */
export function leaveStepsOut(plainest: Plainest, isOver: () => boolean): void {
  const { drop, initial, steps } = plainest.best;
  const system = plainest.member(drop);
  const candidates = new Candidates(system, plainest.property, initial as State);
  const found = leaveOut(candidates, steps, isOver);
  if (found !== null) plainest.keep({ drop, initial, steps: found });
}

/** Tries to take the steps of the best run in a member without some parts that it has. */
function tryWithout(plainest: Plainest, parts: readonly string[]): boolean {
  const { family, property, best } = plainest;
  const drop = [...best.drop, ...parts.filter((each) => !best.drop.includes(each))];
  if (drop.length === best.drop.length || !family.isSensible(drop)) return false;
  for (const initial of plainest.member(drop).initials) {
    const candidates = new Candidates(plainest.member(drop), property, initial as State);
    const steps = candidates.violatingInTheEnd(best.steps);
    if (steps === null || isForeign(plainest, drop, initial, steps)) continue;
    return plainest.keep({ drop, initial: initial as Json, steps });
  }
  return false;
}

/** Whether these steps violate the property in the unchanged member as well. */
function isForeign(
  { family, property }: Plainest,
  drop: readonly string[],
  initial: object,
  steps: readonly Picked[],
): boolean {
  const unchanged = family.buildUnchanged(drop);
  if (unchanged === null) return false;
  return new Candidates(unchanged, property, initial as State).violatingInTheEnd(steps) !== null;
}
