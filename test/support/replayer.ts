/** Replays traces on plain states, by their changes alone and by the oracle's steps. */
import type { Json } from "../../checker/json.ts";
import type { System } from "../../checker/system.ts";
import type { Change, Trace } from "../../checker/trace.ts";
import { stepsFrom, textOf } from "./oracle.ts";

/** Yields all states of a run, the initial one first. Throws if a step is not the system's. */
export function replay<S extends object>(system: System<S>, trace: Trace): Json[] {
  const states: Json[] = [structuredClone(trace.initial)];
  if (!system.initials.some((each) => textOf(each) === textOf(trace.initial))) {
    throw new Error(`the trace starts at ${textOf(trace.initial)}, which is no initial state`);
  }
  for (const [index, step] of trace.steps.entries()) {
    const before = states.at(-1) as Json;
    const after = structuredClone(before);
    apply(after, step.changes);
    const enabled = [...stepsFrom(system, before)].some(
      (each) =>
        each.action === step.action &&
        textOf(each.choice) === textOf(step.choice) &&
        textOf(each.chosen) === textOf(step.chosen) &&
        each.label === step.label &&
        textOf(each.after) === textOf(after),
    );
    if (!enabled)
      throw new Error(`step ${index}, ${step.action}, is not enabled, or does not do that`);
    states.push(after);
  }
  return states;
}

/** Applies the changes of one step in place; refuses one whose old value is another. */
function apply(state: Json, changes: readonly Change[]): void {
  const lengths = new Map<unknown[], number>();
  for (const change of changes) {
    const keys = pathKeys(change.path);
    const last = keys.pop() as string | number;
    let at = state as Record<string | number, unknown>;
    for (const key of keys) at = at[key] as Record<string | number, unknown>;
    const old = Object.hasOwn(at, last) ? at[last] : undefined;
    if (textOf(old) !== textOf(change.old)) {
      throw new Error(`${change.path} is ${textOf(old)}, not ${textOf(change.old)}`);
    }
    if ("new" in change) at[last] = structuredClone(change.new);
    else if (!Array.isArray(at)) Reflect.deleteProperty(at, last);
    else lengths.set(at, Math.min(lengths.get(at) ?? at.length, Number(last)));
  }
  for (const [array, length] of lengths) array.length = length;
}

/** `a[2].b["c.d"]` as keys. */
function pathKeys(path: string): (string | number)[] {
  const token = /\[(?<inside>\d+|"(?:[^"\\]|\\.)*")\]|\.?(?<name>[^.[\]]+)/y;
  const keys: (string | number)[] = [];
  while (token.lastIndex < path.length) {
    const match = token.exec(path);
    if (match === null) throw new Error(`${path} is not a path`);
    const { inside, name } = match.groups as { inside?: string; name?: string };
    keys.push(inside === undefined ? (name as string) : (JSON.parse(inside) as string | number));
  }
  return keys;
}
