/** A fence does not promise what somebody else has still to do. */
import { invariant, witness } from "../checker/properties.ts";
import { at, indexOf, type Ref } from "../checker/refs.ts";
import { fenceBehind, type DmaFence } from "../model/cells/fence.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Whether nothing that waits for this fence has signalled, or gone, before it. */
function keepsOthersWaiting(state: DriverState, fence: DmaFence): boolean {
  return fence.callbacks.every((callback) => {
    const behind = fenceBehind(callback);
    return behind === null || at(state, behind)?.signalled === false;
  });
}

const pools = ["unbindFences", "bindFences", "requestFences", "migrationFences"] as const;

/** Whether requests of one timeline have signalled in order. */
function isInOrder(state: DriverState, queue: readonly Ref<"requests">[]): boolean {
  const signalled = queue.map((each) => state.requestFences[indexOf(each)]?.signalled === true);
  return !signalled.slice(signalled.indexOf(false)).includes(true) || !signalled.includes(false);
}

export const fencesSignalAfterDependencies: Spec = {
  property: invariant<DriverState>("fences-signal-after-dependencies", {
    claim:
      "No fence signals before all that it depends on, or before an earlier one of its timeline",
    source: "driver.md 3.4, 11 P11",
    holds: (state) =>
      pools.every((pool) =>
        state[pool].every((fence) => fence === null || keepsOthersWaiting(state, fence)),
      ) &&
      state.timelines.every((timeline) => timeline === null || isInOrder(state, timeline.queue)),
  }),
  witness: witness<DriverState>("a-bind-waits-for-an-unbind", {
    claim: "An unbind has not signalled, and a bind work waits for it",
    each: "unbindFences",
    reached: ({ unbindFences }, index) =>
      unbindFences[index]?.callbacks.some(({ data }) => data.startsWith("bindWorks")) ?? false,
  }),
  brokenBy: ["bind-await-has-a-timer"],
};
