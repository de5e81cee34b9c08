/**
 * The explorer that anyone would write first: immer on every transition and a Map of JSON strings. The
 * benchmark runs it beside the engine. It shares no code with the engine.
 */
import { produce, type Draft } from "immer";
import type { System } from "../checker/system.ts";

export interface NaiveResult {
  readonly states: number;
  readonly transitions: number;
  /** States per depth. */
  readonly levels: readonly number[];
  readonly deadlocks: number;
}

/** Explores `system` breadth-first, at most `statesMax` states of it. `k.choose` is supported. */
export function exploreNaively<S extends object>(
  system: System<S>,
  statesMax: number = Number.POSITIVE_INFINITY,
  onState: (state: S) => void = () => {},
): NaiveResult {
  const visited = new Map<string, number>();
  const queue: S[] = [];
  const levels: number[] = [];
  let transitions = 0;
  let deadlocks = 0;
  const visit = (state: S, depth: number): void => {
    const key = JSON.stringify(state);
    if (visited.has(key) || visited.size >= statesMax) return;
    visited.set(key, depth);
    levels[depth] = (levels[depth] ?? 0) + 1;
    queue.push(state);
    onState(state);
  };
  for (const state of system.initials) visit(state, 0);
  for (let next = 0; next < queue.length; next++) {
    const state = queue[next] as S;
    const depth = visited.get(JSON.stringify(state)) ?? 0;
    const successors = successorsOf(system, state);
    transitions += successors.length;
    if (successors.length === 0 && system.done !== null && !system.done(state)) deadlocks++;
    for (const successor of successors) visit(successor, depth + 1);
  }
  return { states: visited.size, transitions, levels, deadlocks };
}

function successorsOf<S extends object>(system: System<S>, state: S): S[] {
  const successors: S[] = [];
  for (const action of system.actions) {
    for (const choice of action.choices ?? [null]) {
      if (action.guard !== null && !action.guard(state, choice as never)) continue;
      const picks: { index: number; count: number }[] = [];
      do {
        let calls = 0;
        const choose = <T>(alternatives: readonly T[]): T => {
          picks[calls] ??= { index: 0, count: alternatives.length };
          return alternatives[(picks[calls++] as { index: number }).index] as T;
        };
        successors.push(
          produce(state, (draft: Draft<S>) => {
            action.effect(draft as S, choice as never, { choose, label: () => {} });
          }),
        );
        let last = picks.at(-1);
        while (last !== undefined && last.index + 1 === last.count) {
          picks.pop();
          last = picks.at(-1);
        }
        if (last !== undefined) last.index++;
      } while (picks.length > 0);
    }
  }
  return successors;
}
