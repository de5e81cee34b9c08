/** Replays a trace on plain immer states, and judges at its end the property that it violates. */
import { canonicalText } from "../checker/plain-value.ts";
import { deadlockId } from "../checker/state-checks.ts";
import type { System } from "../checker/system.ts";
import type { Change, Trace, TraceStep } from "../checker/trace.ts";
import { isViolated, type Moment } from "./moment.ts";
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
  const step = trace.steps.at(-1) ?? null;
  const why = judgeEnd(trace.property, { system, run, before, state, step });
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
function judgeEnd(id: string, moment: Moment): string | null {
  const { system, run, state, step } = moment;
  const kind = system.properties.find((each) => each.id === id)?.kind;
  if (kind === undefined && id !== deadlockId) return `the system has no property "${id}"`;
  if (kind === "step-property" && step === null) {
    return "a step property needs a step to violate it";
  }
  if (isViolated(id, moment)) return null;
  if (id !== deadlockId) return `"${id}" holds at the end`;
  const [first] = run.enabled(state);
  return first === undefined
    ? "the last state is a legitimate end"
    : `${stepName(run, first)} is enabled at the end`;
}
