/** Judges properties at one moment of a run, on plain states. */
import { brokenRecipe } from "../checker/broken-recipe.ts";
import type { Json } from "../checker/json.ts";
import { ModelError } from "../checker/model-error.ts";
import type { Property, Step } from "../checker/properties.ts";
import { deadlockId } from "../checker/state-checks.ts";
import type { System } from "../checker/system.ts";
import type { PlainRun, State } from "./plain-run.ts";

/** A moment of a run: the last step, and the states around it. */
export interface Moment {
  readonly system: System;
  readonly run: PlainRun;
  readonly before: State;
  readonly state: State;
  /** null: nothing has happened yet. */
  readonly step: Step | null;
}

/**
 * Whether the property of this id is violated at a moment; the deadlock check counts as one. Throws
 * a ModelError when it cannot be judged.
 */
export function isViolated(id: string, moment: Moment): boolean {
  try {
    return judge(id, moment);
  } catch (error) {
    throw error instanceof ModelError ? error : brokenRecipe(`The property "${id}"`, error);
  }
}

function judge(id: string, moment: Moment): boolean {
  const { system, run, before, state, step } = moment;
  if (id === deadlockId) return system.done?.(state) === false && run.isStuck(state);
  const property = system.properties.find((each) => each.id === id);
  if (property === undefined || property.kind === "witness") return false;
  if (property.kind === "step-property") {
    if (step === null) return false;
    const { action, choice, process, label, source } = step;
    const taken = { action, choice, process, label, source };
    return !property.holds(before, state, taken);
  }
  if (property.kind === "at-rest" && !(run.isStuck(state) && system.done?.(state) !== false)) {
    return false;
  }
  return fails(property, state);
}

/** Ids of all that is violated at a moment, in the system's order; the deadlock check last. */
export function violatedAt(moment: Moment): string[] {
  const ids = [...moment.system.properties.map(({ id }) => id), deadlockId];
  return ids.filter((id) => isViolated(id, moment));
}

/** Whether a property that speaks of a state fails there, in one of its cells if it has such. */
export function fails(
  property: Exclude<Property, { kind: "step-property" | "witness" }>,
  state: State,
): boolean {
  const cells = property.each === null ? 1 : (state[property.each] as readonly Json[]).length;
  return Array.from({ length: cells }, (_, index) => index).some(
    (index) => !property.holds(state as never, index),
  );
}
