/** The states of a run, from the first one and the changes of its steps. */
import type { Json } from "../checker/json.ts";
import type { Change } from "../checker/trace.ts";
import type { State } from "./plain-run.ts";

/** What states are derived from; a trace is such. */
export interface Course {
  readonly initial: Json;
  readonly steps: readonly { readonly changes: readonly Change[] }[];
}

/** Yields the state before the first step, and the one behind each step. */
export function statesOf({ initial, steps }: Course): State[] {
  const states = [initial as State];
  for (const { changes } of steps) states.push(changed(states.at(-1) as State, changes));
  return states;
}

function changed(state: State, changes: readonly Change[]): State {
  return changes.reduce(
    (now, change) => put(now, partsOf(change.path), change.new) as State,
    state,
  );
}

/** `vmas[0].refs["a b"]` as keys: "vmas", 0, "refs", "a b". */
function partsOf(path: string): (string | number)[] {
  const pattern = /\.?([A-Za-z_$][\w$]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gy;
  return [...path.matchAll(pattern)].map(
    ([, name, index, text]) =>
      name ?? (index === undefined ? (JSON.parse(text ?? '""') as string) : Number(index)),
  );
}

/** A copy of `value` with another leaf, or without it; arrays lose elements at their end only. */
function put(
  value: Json | undefined,
  [key, ...rest]: readonly (string | number)[],
  leaf: Json | undefined,
): Json | undefined {
  if (key === undefined) return leaf;
  if (typeof key === "number") {
    const copy = Array.isArray(value) ? [...(value as Json[])] : [];
    const element = put(copy[key], rest, leaf);
    if (element === undefined) copy.length = Math.min(copy.length, key);
    else copy[key] = element;
    return copy;
  }
  const copy = { ...(value as Record<string, Json> | undefined) };
  const field = put(copy[key], rest, leaf);
  if (field === undefined) delete copy[key];
  else copy[key] = field;
  return copy;
}

/** The functions above as text, for a page that derives states itself. They need nothing else. */
export const statesScript: string = [statesOf, changed, partsOf, put].map(String).join("\n");
