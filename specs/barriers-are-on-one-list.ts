/** The only list head of a node of an activity is in one list at most. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import { idleBarrier } from "../model/barriers/cells.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const barriersAreOnOneList: Spec = {
  property: invariant<DriverState>("barriers-are-on-one-list", {
    claim:
      "A node of an activity is in one list at most: the callbacks of a request that it tracks, " +
      "or a list of barriers, all of which are idle barriers",
    source: "driver.md 11 P2, L1; 3.5 N4, N7",
    holds: (state) =>
      state.fault?.kind !== "on-two-lists" &&
      state.engines.every(
        (engine) =>
          engine?.barrierTasks.every((node) => at(state, node)?.tracks === idleBarrier) ?? true,
      ),
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
