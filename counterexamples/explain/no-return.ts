/**
 * The point of no return: the last state of a run from which it could still have ended well, that
 * is to say, come to rest without the violation.
 */
import { check } from "../../checker/check.ts";
import { atRest } from "../../checker/properties.ts";
import type { Action, System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { fails } from "../moment.ts";
import type { State } from "../plain-run.ts";
import { statesOf } from "../states.ts";

/**
 * Yields the first step behind which no run ends well, from 1; 0: none does from the start. null:
 * it was not found in the states that were allowed, or the property is one of steps, where a state
 * does not tell.
 */
export async function pointOfNoReturn(
  system: System,
  trace: Trace,
  statesMax: number,
): Promise<number | null> {
  const property = system.properties.find(({ id }) => id === trace.property);
  if (property?.kind === "step-property") return null;
  const states = statesOf(trace);
  // If a run can end well from a state, it can from all that come before it.
  let [good, bad] = [-1, states.length - 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    const ends = await endsWell(system, trace.property, states[middle] as object, statesMax);
    if (ends === null) return null;
    if (ends) good = middle;
    else bad = middle;
  }
  return bad;
}

const endId = "nothing ends well";

/** Whether some run from `state` comes to rest without the violation; null: not found out. */
async function endsWell(
  system: System,
  property: string,
  state: object,
  statesMax: number,
): Promise<boolean | null> {
  const isBad = badness(system, property);
  // What is judged at rest may be anything on the way there.
  const isOfRest = system.properties.find(({ id }) => id === property)?.kind === "at-rest";
  const { outcome } = await check(
    {
      ...system,
      initials: [state],
      actions: isOfRest ? system.actions : system.actions.map((each) => stopping(each, isBad)),
      done: null,
      properties: [
        atRest<object>(endId, {
          claim: "No run ends well",
          holds: (each) => isBad(each) || system.done?.(each) === false,
        }),
      ],
    },
    { strategy: "depth-first", statesMax, verifyPurity: false },
  );
  return outcome === "incomplete" ? null : outcome === "violated";
}

/** Whether a state violates the property, as far as a state alone can. */
function badness(system: System, id: string): (state: object) => boolean {
  const property = system.properties.find((each) => each.id === id);
  // A deadlock is no state that a run could go on from: where one is stuck, it has not ended well.
  if (property === undefined || property.kind === "step-property" || property.kind === "witness") {
    return () => false;
  }
  return (state) => fails(property, state as State);
}

/** The same action, which nobody takes where all is lost. */
function stopping(action: Action<object>, isBad: (state: object) => boolean): Action<object> {
  return {
    ...action,
    effect: (state, choice, kit) => {
      if (isBad(state)) kit.disabled();
      action.effect(state, choice, kit);
    },
  };
}
