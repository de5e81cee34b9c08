/**
 * Breadth-first search: level by level, so that the first trace to a violation is a shortest one.
 */
import type { Exploration } from "../exploration.ts";
import type { Bound } from "../verdict.ts";

/**
 * Explores all states that are at most `depthMax` steps away. Yields now and then, so that the
 * caller can end it; returns the bound that cut it, if one did. The level of the first violation is
 * finished.
 */
export function* breadthFirst(
  exploration: Exploration,
  depthMax: number,
): Generator<void, Bound | null> {
  const { store, levels } = exploration;
  exploration.offerInitials();
  exploration.insert();
  if (store.refused) return "states";
  levels.push(store.count);
  for (let from = 0; from < store.count; exploration.depth++) {
    if (exploration.violated) return null;
    const to = store.count;
    // The states at `depthMax` are expanded too, to judge those at rest and to see whether anything
    // lies beyond. If so, their steps do not count.
    const beyond = exploration.depth >= depthMax;
    const undo = beyond ? exploration.stepsUndoable() : null;
    if (beyond) store.limit = store.count;
    for (let next = from; next < to;) {
      next = exploration.expand(next, to);
      exploration.insert();
      exploration.expandedTo = next;
      if (exploration.mustRelayout) exploration.relayout();
      if (store.refused && !beyond) return "states";
      yield;
    }
    if (store.refused) {
      undo?.();
      return "depth";
    }
    from = to;
    if (store.count === to) return null;
    levels.push(store.count - to);
  }
  return null;
}
