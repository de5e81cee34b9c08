/** The only list head of a node of an activity is in one list at most. */
import { invariant, witness } from "../checker/properties.ts";
import { at, collectionOf, indexOf, ref } from "../checker/refs.ts";
import { idleBarrier } from "../model/barriers/cells.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Whether every node that is among the callbacks of a request says so. */
const callbacksAreOfTheirNodes = ({ requestFences, activeNodes }: DriverState): boolean =>
  requestFences.every(
    (fence, index) =>
      fence?.callbacks.every(
        ({ data }) =>
          collectionOf(data) !== "activeNodes" ||
          activeNodes[indexOf(data)]?.list === ref("requestFences", index),
      ) ?? true,
  );

/** Whether no idle barrier is lost: each is on a list, or some process works with it. */
function barriersAreFound({
  activeNodes,
  engineContexts,
  engines,
  processes,
}: DriverState): boolean {
  return activeNodes.every((node, index) => {
    if (node?.tracks !== idleBarrier) return true;
    const cell = ref("activeNodes", index);
    return (
      engines.some((engine) => engine?.barrierTasks.includes(cell)) ||
      engineContexts.some((context) => context?.preallocated.includes(cell)) ||
      processes.some(
        (process) => process !== null && JSON.stringify(process.stack).includes(`"${cell}"`),
      )
    );
  });
}

export const barriersAreOnOneList: Spec = {
  property: invariant<DriverState>("barriers-are-on-one-list", {
    claim:
      "A node of an activity is in one list at most, as it says: the callbacks of a request that " +
      "it tracks, or a list of barriers, all of which are idle barriers; and an idle barrier " +
      "that is in none is in somebody's hands",
    source: "driver.md 11 P2, L1; 3.5 N4, N7",
    holds: (state) =>
      state.fault?.kind !== "on-two-lists" &&
      state.engines.every(
        (engine) =>
          engine?.barrierTasks.every((node) => at(state, node)?.tracks === idleBarrier) ?? true,
      ) &&
      callbacksAreOfTheirNodes(state) &&
      barriersAreFound(state),
  }),
  witness: witness<DriverState>("a-barrier-is-in-nobodys-list", {
    claim: "An idle barrier is in the tree of a context, and not on the list of the engine",
    each: "activeNodes",
    reached: ({ activeNodes, engineContexts, engines }, index) => {
      const node = activeNodes[index];
      return (
        node?.tracks === idleBarrier &&
        engineContexts.some((each) => each?.tree.includes(`activeNodes:${index}`)) &&
        engines.every((each) => each?.barrierTasks.includes(`activeNodes:${index}`) === false)
      );
    },
  }),
  brokenBy: ["barrier-is-claimed-unseen"],
};
