/** Replays a trace on plain immer states, and judges at its end the property that it violates. */
import { notPlain } from "../checker/cells.ts";
import type { Json } from "../checker/json.ts";
import { nearestName } from "../checker/nearest-name.ts";
import { canonicalText, NotPlain } from "../checker/plain-value.ts";
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
  if (!isInitial(system, initial))
    return differs(0, "the trace starts from no initial state of the system", initial);
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

/** Whether a system starts in this state. */
export function isInitial({ initials }: System, state: Json): boolean {
  const text = canonicalText(state);
  return initials.some((each) => canonicalText(each) === text);
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
  for (const { path, new: value } of changes) refuseOddValue(step.action, path, value);
  const difference = firstDifference(step.changes, changes);
  return difference === null ? taken : `${name} ${difference}`;
}

/** Refuses what a search would not have stored, and so no trace can have. */
function refuseOddValue(action: string, path: string, value: Json | undefined): void {
  try {
    if (value !== undefined) canonicalText(value);
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    throw notPlain(`The effect of ${action} leaves`, path, error);
  }
}

/** Says how the changes of a step differ from those of the trace; null: they do not. */
function firstDifference(expected: readonly Change[], found: readonly Change[]): string | null {
  const [wanted, had] = [byPath(expected), byPath(found)];
  const paths = [...new Set([...wanted.keys(), ...had.keys()])];
  const differing = paths.filter((path) => wanted.get(path) !== had.get(path));
  const [path] = differing;
  if (path === undefined) return null;
  const [expectedThere, foundThere] = [wanted.get(path), had.get(path)];
  const is = foundThere === undefined ? "leaves" : "changes";
  const was =
    expectedThere === undefined ? "leaves it as it is" : `changes it ${said(expectedThere)}`;
  const what = foundThere === undefined ? "as it is" : said(foundThere);
  const others = differing.length === 1 ? "" : `, and ${differing.length - 1} more differ`;
  return `${is} ${path} ${what} where the trace ${was}${others}`;
}

/** The changes as texts by path, which do not depend on their order. */
function byPath(changes: readonly Change[]): ReadonlyMap<string, string> {
  const text = (value: Json | undefined): string =>
    value === undefined ? "nothing" : canonicalText(value);
  return new Map(changes.map((each) => [each.path, `from ${text(each.old)} to ${text(each.new)}`]));
}

/** What fits into a message. */
function said(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 160)}...`;
}

/** Yields why the end of the trace does not violate its property; null when it does. */
function judgeEnd(id: string, moment: Moment): string | null {
  const { system, run, state, step } = moment;
  const kind = system.properties.find((each) => each.id === id)?.kind;
  if (kind === undefined && id !== deadlockId) {
    const known = system.properties.map((each) => each.id);
    return `the system has no property "${id}"; ${nearestName(id, known)}`;
  }
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
