/** Breadth-first search: level by level, so that the first trace to a violation is a shortest one. */
import type { Exploration } from "../exploration.ts";
import type { Bound } from "../verdict.ts";

/**
 * Explores all states that are at most `depthMax` steps away. Yields now and then, so that the caller can
 * end it; returns the bound that cut it, if one did. The level of the first violation is finished.
 */
export function* breadthFirst(
  exploration: Exploration,
  depthMax: number,
): Generator<void, Bound | null> {
  const { store, successors, memo, levels } = exploration;
  exploration.offerInitials();
  exploration.insert();
  if (store.refused) return "states";
  levels.push(store.count);
  for (let from = 0; from < store.count; exploration.depth++) {
    if (exploration.violated) return null;
    const to = store.count;
    // The states at `depthMax` are expanded too, to see whether anything lies beyond; if so, that is undone.
    const beyond = exploration.depth >= depthMax;
    const { transitions } = successors;
    const resetCoverage = beyond ? memo.markCoverage() : null;
    if (beyond) store.limit = store.count;
    for (let next = from; next < to;) {
      next = exploration.expand(next, to);
      exploration.insert();
      exploration.expandedTo = next;
      if (exploration.mustRelayout) exploration.relayout();
      if (store.refused && !beyond) return "states";
      if (store.refused && !exploration.judgesExpanded) break;
      yield;
    }
    if (store.refused) {
      successors.transitions = transitions;
      resetCoverage?.();
      return "depth";
    }
    from = to;
    if (store.count === to) return null;
    levels.push(store.count - to);
  }
  return null;
}
