/** Replays a trace on plain immer states, and judges at its end the property that it violates. */
import type { Json } from "../checker/json.ts";
import { canonicalText } from "../checker/plain-value.ts";
import type { Property, Step } from "../checker/properties.ts";
import { deadlockId } from "../checker/state-checks.ts";
import type { System } from "../checker/system.ts";
import type { Change, Trace, TraceStep } from "../checker/trace.ts";
import { changesOf, PlainRun, stepName, type State, type Taken } from "./plain-run.ts";

/** What a replay found. */
export type Replay =
  | { readonly outcome: "violated"; readonly final: State }
  | {
      readonly outcome: "differs";
      /** Steps that went as recorded. */
      readonly steps: number;
      /** In one sentence: what was expected there, and what was found. */
      readonly why: string;
      /** What is enabled there, if the next step was not. */
      readonly enabled: readonly string[];
      readonly final: State;
    };

/** Runs `trace` on `system`, and judges the property that it violates at its end. */
export function replay(system: System, trace: Trace): Replay {
  const initial = trace.initial as State;
  const starts = system.initials.some((each) => canonicalText(each) === canonicalText(initial));
  if (!starts) return differs(0, "the trace starts from no initial state of the system", initial);
  const run = new PlainRun(system);
  let before = initial;
  let state = initial;
  for (const [done, step] of trace.steps.entries()) {
    const result = replayStep(run, state, step);
    if (typeof result === "string") {
      const enabled = run.enabled(state).map((each) => stepName(run, each));
      return { ...differs(done, result, state), enabled: [...new Set(enabled)] };
    }
    before = state;
    state = result.after;
  }
  const why = judgeEnd(system, run, trace, before, state);
  return why === null
    ? { outcome: "violated", final: state }
    : differs(trace.steps.length, why, state);
}

function differs(steps: number, why: string, final: State): Replay & { outcome: "differs" } {
  return { outcome: "differs", steps, why, enabled: [], final };
}

/** Takes a step, or says why it does not go as recorded. */
function replayStep(run: PlainRun, state: State, step: TraceStep): Taken | string {
  const name = stepName(run, step);
  if (run.instanceOf(step) === null) {
    const known = run.instances.some(({ action }) => action.name === step.action);
    return known
      ? `the action "${step.action}" has no choice ${JSON.stringify(step.choice)}`
      : `the system has no action "${step.action}"`;
  }
  const taken = run.take(state, step);
  if (taken === null) return `${name} is not enabled`;
  const changes = changesOf(state, taken.after);
  const [expected, found] = [inOrder(step.changes), inOrder(changes)];
  return expected === found ? taken : `${name} changes ${found} where the trace has ${expected}`;
}

/** The changes as a text that does not depend on their order. */
function inOrder(changes: readonly Change[]): string {
  return canonicalText(changes.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
}

/** Yields why the end of the trace does not violate its property; null when it does. */
function judgeEnd(
  system: System,
  run: PlainRun,
  trace: Trace,
  before: State,
  state: State,
): string | null {
  if (trace.property === deadlockId) {
    const [first] = run.enabled(state);
    if (first !== undefined) return `${stepName(run, first)} is enabled at the end`;
    return system.done?.(state) === false ? null : "the last state is a legitimate end";
  }
  const property = system.properties.find(({ id }) => id === trace.property);
  if (property === undefined) return `the system has no property "${trace.property}"`;
  const last = trace.steps.at(-1);
  if (property.kind === "step-property" && last === undefined) {
    return "a step property needs a step to violate it";
  }
  const isViolated = violates(property, { system, run, before, state, step: last ?? null });
  return isViolated ? null : `"${trace.property}" holds at the end`;
}

/** A moment of a run: the last step, and the states around it. */
export interface Moment {
  readonly system: System;
  readonly run: PlainRun;
  readonly before: State;
  readonly state: State;
  /** null: nothing has happened yet. */
  readonly step: Step | null;
}

/** Whether a property is violated at a moment. */
export function violates(
  property: Property,
  { system, run, before, state, step }: Moment,
): boolean {
  if (property.kind === "step-property") {
    if (step === null) return false;
    const { action, choice, process, label, source } = step;
    return !property.holds(before as never, state as never, {
      action,
      choice,
      process,
      label,
      source,
    });
  }
  if (property.kind === "witness") return false;
  if (property.kind === "at-rest" && !(run.isStuck(state) && system.done?.(state) !== false)) {
    return false;
  }
  const cells = property.each === null ? 1 : (state[property.each] as readonly Json[]).length;
  return Array.from({ length: cells }, (_, index) => index).some(
    (index) => !property.holds(state as never, index),
  );
}
