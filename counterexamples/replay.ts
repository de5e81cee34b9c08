/**
 * Replays a trace on plain immer states: no memo, no store, no tracking view. A counterexample that
 * replays rests on the recipes alone, whatever the search did to find it.
 */
import { produce, type Draft } from "immer";
import { ChoiceScript } from "../checker/choices.ts";
import type { Json } from "../checker/json.ts";
import { canonicalText } from "../checker/plain-value.ts";
import type { Property, Step } from "../checker/properties.ts";
import type { Action, Kit, System } from "../checker/system.ts";
import type { Change, Trace, TraceStep } from "../checker/trace.ts";
import { changesBetween } from "../checker/trace-builder.ts";

type State = Readonly<Record<string, Json>>;

/** What a replay found. */
export type Replay =
  | { readonly outcome: "violated"; readonly final: State }
  | {
      readonly outcome: "differs";
      /** Steps that went as recorded. */
      readonly steps: number;
      /** In one sentence: what was expected there, and what was found. */
      readonly why: string;
      readonly final: State;
    };

/** Runs `trace` on `system`, and judges the property that it violates at its end. */
export function replay(system: System, trace: Trace): Replay {
  const initial = trace.initial as State;
  const starts = system.initials.some((each) => canonicalText(each) === canonicalText(initial));
  if (!starts) return differs(0, "the trace starts from no initial state of the system", initial);
  let before = initial;
  let state = initial;
  for (const [done, step] of trace.steps.entries()) {
    const result = replayStep(system, state, step);
    if (typeof result === "string") return differs(done, result, state);
    before = state;
    state = result;
  }
  const why = judge(system, trace, before, state);
  return why === null
    ? { outcome: "violated", final: state }
    : differs(trace.steps.length, why, state);
}

function differs(steps: number, why: string, final: State): Replay {
  return { outcome: "differs", steps, why, final };
}

/** Yields the state after a step, or why it does not go as recorded. */
function replayStep(system: System, state: State, step: TraceStep): State | string {
  const name =
    step.choice === null ? step.action : `${step.action}(${JSON.stringify(step.choice)})`;
  const action = system.actions.find((each) => each.name === step.action);
  if (action === undefined) return `the system has no action "${step.action}"`;
  const known = (action.choices ?? [null]).some(
    (choice) => canonicalText(choice) === canonicalText(step.choice),
  );
  if (!known) return `the action "${step.action}" has no choice ${JSON.stringify(step.choice)}`;
  const after = run(action, state, step.choice, step.chosen);
  if (after === null) return `${name} is not enabled`;
  const changes = Object.keys(state).flatMap((key) => changesBetween(key, state[key], after[key]));
  const [expected, found] = [inOrder(step.changes), inOrder(changes)];
  return expected === found ? after : `${name} changes ${found} where the trace has ${expected}`;
}

/** The changes as a text that does not depend on their order. */
function inOrder(changes: readonly Change[]): string {
  return canonicalText(changes.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
}

const disabled = Symbol("disabled");

/** Runs one action with the recorded picks of `k.choose`; null: it is not enabled so. */
function run(action: Action, state: State, choice: Json, chosen: readonly Json[]): State | null {
  const picks = [...chosen];
  return apply(action, state, choice, (alternatives) => {
    const pick = canonicalText(picks.shift() ?? null);
    const found = alternatives.find((each) => canonicalText(each) === pick);
    if (found === undefined) throw disabled;
    return found;
  });
}

/** Whether some alternative of an action is enabled. */
function isEnabled(action: Action, state: State, choice: Json): boolean {
  const script = new ChoiceScript();
  do {
    script.begin();
    const after = apply(action, state, choice, (alternatives) => {
      if (alternatives.length === 0) throw disabled;
      return script.choose(alternatives);
    });
    if (after !== null) return true;
  } while (script.advance());
  return false;
}

function apply(action: Action, state: State, choice: Json, choose: Kit["choose"]): State | null {
  if (action.guard !== null && !action.guard(state as never, choice as never)) return null;
  const kit: Kit = {
    choose,
    disabled: () => {
      throw disabled;
    },
    label: () => {},
  };
  try {
    return produce(state, (draft: Draft<State>) => {
      action.effect(draft as never, choice as never, kit);
    });
  } catch (error) {
    if (error === disabled) return null;
    throw error;
  }
}

/** Yields why the end of the trace does not violate its property; null when it does. */
function judge(system: System, trace: Trace, before: State, state: State): string | null {
  if (trace.property === "deadlock") return judgeDeadlock(system, state);
  const property: Property | undefined = system.properties.find(({ id }) => id === trace.property);
  if (property === undefined) return `the system has no property "${trace.property}"`;
  if (property.kind === "step-property") {
    const last = trace.steps.at(-1);
    if (last === undefined) return "a step property needs a step to violate it";
    const { action, choice, process, label, source } = last;
    const step: Step = { action, choice, process, label, source };
    const holds = property.holds(before as never, state as never, step);
    return holds ? `"${trace.property}" holds of the last step` : null;
  }
  const cells = property.each === null ? 1 : (state[property.each] as readonly Json[]).length;
  const violated = Array.from({ length: cells }, (_, index) => index).some(
    (index) => !property.holds(state as never, index),
  );
  return violated ? null : `"${trace.property}" holds at the end`;
}

function judgeDeadlock(system: System, state: State): string | null {
  const enabled = system.actions.find((action) =>
    (action.choices ?? [null]).some((choice) => isEnabled(action, state, choice)),
  );
  if (enabled !== undefined) return `${enabled.name} is enabled at the end`;
  return system.done?.(state) === false ? null : "the last state is a legitimate end";
}
