/**
 * The oracle: a breadth-first search that anyone can check by reading it. States are plain values,
 * copied for every step, and visited by their JSON text. It shares no code with the engine.
 */
import type { Json } from "../../checker/json.ts";
import type { System } from "../../checker/system.ts";

/** One enabled outcome of a step. */
export interface OracleStep {
  readonly action: string;
  readonly choice: Json;
  readonly chosen: readonly Json[];
  readonly label: string | null;
  readonly to: string;
}
export interface OracleState {
  readonly value: Json;
  readonly depth: number;
  readonly steps: OracleStep[];
}
export type Graph = Map<string, OracleState>;

/** The text of a plain value, with sorted keys: equal for equal values. */
export function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "nothing";
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${textOf(inner)}`).join()}}`;
}

/** Yields all reachable states by their texts, or null when there are more than `statesMax`. */
export function explore<S extends object>(system: System<S>, statesMax = 5_000): Graph | null {
  const graph: Graph = new Map();
  const visit = (value: Json, depth: number): string => {
    const text = textOf(value);
    // Parsed anew, since cells of a state that share an object are still two cells.
    if (!graph.has(text)) graph.set(text, { value: JSON.parse(text) as Json, depth, steps: [] });
    return text;
  };
  for (const initial of system.initials) visit(initial as Json, 0);
  // Iterating a Map goes on to what is added meanwhile.
  for (const { value, depth, steps } of graph.values()) {
    for (const { after, ...step } of stepsFrom(system, value)) {
      steps.push({ ...step, to: visit(after, depth + 1) });
    }
    if (graph.size > statesMax) return null;
  }
  return graph;
}

export function transitionsOf(graph: Graph): number {
  return [...graph.values()].reduce((sum, { steps }) => sum + steps.length, 0);
}

/** States per depth. */
export function levelsOf(graph: Graph): number[] {
  const levels: number[] = [];
  for (const { depth } of graph.values()) levels[depth] = (levels[depth] ?? 0) + 1;
  return levels;
}

const disabled = Symbol("disabled");

/** Runs every action in `state`, once for every combination of alternatives. */
export function* stepsFrom<S extends object>(
  system: System<S>,
  state: Json,
): Generator<Omit<OracleStep, "to"> & { readonly after: Json }> {
  for (const { name, choices, guard, effect } of system.actions) {
    for (const choice of choices ?? [null]) {
      if (guard !== null && !guard(state as never, choice as never)) continue;
      // Scripts of picks still to be run; a run that chooses beyond its script adds its siblings.
      const scripts: number[][] = [[]];
      for (let script = scripts.pop(); script !== undefined; script = scripts.pop()) {
        const picks = [...script];
        const chosen: Json[] = [];
        let label: string | null = null;
        const after = structuredClone(state);
        const choose = <Alternative extends Json>(given: readonly Alternative[]): Alternative => {
          if (given.length === 0) throw disabled;
          if (chosen.length === picks.length) {
            for (let other = given.length - 1; other > 0; other--) scripts.push([...picks, other]);
            picks.push(0);
          }
          const alternative = given[picks[chosen.length] as number] as Alternative;
          chosen.push(structuredClone(alternative));
          return alternative;
        };
        const giveUp = (): never => {
          throw disabled;
        };
        const say = (text: string): void => {
          label = text;
        };
        try {
          const kit = { choose, disabled: giveUp, label: say };
          effect(after as never, structuredClone(choice) as never, kit);
        } catch (error) {
          if (error === disabled) continue;
          throw error;
        }
        yield { action: name, choice, chosen, label, after };
      }
    }
  }
}
