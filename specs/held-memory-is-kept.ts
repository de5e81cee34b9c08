/** Whoever holds a binding may read the memory behind it: nobody frees it or writes over it. */
import { invariant, witness } from "../checker/properties.ts";
import { at, ref, type Ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Whether an error capture holds a binding, besides the hold that its own unbind drops. */
export function isCaptured(state: DriverState, index: number): boolean {
  const holds = state.vmaResources[index]?.holds ?? [];
  return holds.some((holder) => holder !== ref("vmaResources", index));
}

function isKept(state: DriverState, resource: Ref<"vmaResources">): boolean {
  const pages = at(state, resource)?.pages ?? null;
  const memory = pages === null ? null : (at(state, pages)?.table ?? null);
  if (memory === null || at(state, memory) === null) return false;
  return state.requests.every(
    (each) => each?.kind !== "blit" || each.state !== "running" || each.destination !== memory,
  );
}

export const heldMemoryIsKept: Spec = {
  property: invariant<DriverState>("held-memory-is-kept", {
    claim:
      "While a capture holds a binding, its unbind fence does not signal, and nobody frees or " +
      "overwrites its memory; what is pinned can be held",
    source: "driver.md 11 P17",
    each: "vmaResources",
    holds: (state, index) =>
      state.fault?.kind !== "pinned-but-not-held" &&
      (!isCaptured(state, index) ||
        (state.unbindFences[index]?.signalled !== true &&
          isKept(state, ref("vmaResources", index)))),
  }),
  witness: witness<DriverState>("a-capture-has-the-last-hold", {
    claim: "The page-table entries of a binding are cleared, and only a capture still holds it",
    each: "vmaResources",
    reached: (state, index) =>
      state.vmaResources[index]?.unbind === "done" &&
      state.vmaResources[index].holds.length === 1 &&
      isCaptured(state, index),
  }),
  brokenBy: ["unhold-ignores-other-holds", "hold-revives-an-unbind", "capture-wants-activity"],
};
