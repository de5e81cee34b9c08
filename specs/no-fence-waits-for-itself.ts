/** Whoever waits for a fence gets on in the end: no fence waits, over any others, for itself. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import { fenceBehind, type FenceRef } from "../model/cells/fence.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** The fences that cannot signal before this one has. */
function waitingFor(state: DriverState, fence: FenceRef): FenceRef[] {
  return (at(state, fence)?.callbacks ?? []).flatMap((callback) => fenceBehind(callback) ?? []);
}

/** How many fences wait in a row behind this one; Infinity: it waits for itself. */
function rowBehind(state: DriverState, fence: FenceRef, row: readonly FenceRef[] = []): number {
  if (row.includes(fence)) return Infinity;
  const lengths = waitingFor(state, fence).map((next) => rowBehind(state, next, [...row, fence]));
  return 1 + Math.max(-1, ...lengths);
}

export const noFenceWaitsForItself: Spec = {
  property: invariant<DriverState>("no-fence-waits-for-itself", {
    claim: "The graph of fences that wait for one another has no cycle",
    source: "driver.md 11 L5",
    holds: (state) =>
      pools.every((pool) =>
        state[pool].every(
          (fence, index) =>
            fence === null ||
            fence.callbacks.length === 0 ||
            rowBehind(state, `${pool}:${index}`) < Infinity,
        ),
      ),
  }),
  witness: witness<DriverState>("four-fences-in-a-row", {
    claim: "A fence waits for one that waits for a third, which waits for a fourth",
    each: "requestFences",
    reached: (state, index) =>
      (state.requestFences[index]?.callbacks.length ?? 0) > 0 &&
      rowBehind(state, `requestFences:${index}`) >= 3,
  }),
  brokenBy: ["bind-awaits-itself"],
};

const pools = ["unbindFences", "bindFences", "requestFences", "migrationFences"] as const;
