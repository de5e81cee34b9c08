/**
 * The explorer that anyone would write first: immer on every transition and a Set of JSON strings.
 * The benchmark runs it beside the engine. It shares no code with the engine.
 */
import { produce, type Draft } from "immer";
import type { Kit, System } from "../checker/system.ts";

export interface NaiveResult {
  readonly states: number;
  readonly transitions: number;
  /** States per depth. */
  readonly levels: readonly number[];
  readonly deadlocks: number;
}

/** Explores `system` breadth-first, at most `statesMax` states of it. */
export function exploreNaively<S extends object>(
  system: System<S>,
  statesMax: number = Number.POSITIVE_INFINITY,
): NaiveResult {
  const visited = new Set<string>();
  const queue: { readonly state: S; readonly depth: number }[] = [];
  const levels: number[] = [];
  let transitions = 0;
  let deadlocks = 0;
  const visit = (state: S, depth: number): void => {
    const key = JSON.stringify(state);
    if (visited.has(key) || visited.size >= statesMax) return;
    visited.add(key);
    levels[depth] = (levels[depth] ?? 0) + 1;
    queue.push({ state, depth });
  };
  for (const state of system.initials) visit(state, 0);
  for (const { state, depth } of queue) {
    const successors = successorsOf(system, state);
    transitions += successors.length;
    if (successors.length === 0 && system.done !== null && !system.done(state)) deadlocks++;
    for (const successor of successors) visit(successor, depth + 1);
  }
  return { states: visited.size, transitions, levels, deadlocks };
}

const disabled = Symbol("disabled");

function successorsOf<S extends object>(system: System<S>, state: S): S[] {
  const successors: S[] = [];
  for (const action of system.actions) {
    for (const choice of action.choices ?? [null]) {
      if (action.guard !== null && !action.guard(state, choice as never)) continue;
      const picks: { index: number; count: number }[] = [];
      do {
        let calls = 0;
        const kit: Kit = {
          choose: (alternatives) => {
            const pick = (picks[calls++] ??= { index: 0, count: alternatives.length });
            return alternatives[pick.index];
          },
          disabled: () => {
            throw disabled;
          },
          label: () => {},
        };
        try {
          successors.push(
            produce(state, (draft: Draft<S>) => {
              action.effect(draft as S, choice as never, kit);
            }),
          );
        } catch (error) {
          if (error !== disabled) throw error;
        }
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
