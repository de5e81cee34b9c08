/** The CPU does not look at memory whose contents are not settled. */
import { invariant, witness } from "../checker/properties.ts";
import { at, type Ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Whether a blit, or the work that makes good for it, has to do with a piece of memory. */
function isMoving(state: DriverState, memory: Ref): boolean {
  const isBlit = state.requests.some(
    (each) =>
      each?.kind === "blit" &&
      each.state !== "ended" &&
      (each.source === memory || each.destination === memory),
  );
  return (
    isBlit ||
    state.memcpyWorks.some((each, index) => {
      if (each === null || state.migrationFences[index]?.signalled === true) return false;
      const source = each.source === null ? null : at(state, each.source)?.table;
      return source === memory || at(state, each.destination)?.table === memory;
    })
  );
}

export const whatIsMappedStandsStill: Spec = {
  property: invariant<DriverState>("what-is-mapped-stands-still", {
    claim:
      "What the CPU has mapped is neither the source nor the destination of a move that is under " +
      "way, and its state is not known to be unknown",
    source: "driver.md 5 B12; 11 P8, P9",
    each: "userMappings",
    holds: (state, index) => {
      const memory = state.userMappings[index]?.memory ?? null;
      if (memory === null) return true;
      return state.objects[index]?.unknownState !== true && !isMoving(state, memory);
    },
  }),
  witness: witness<DriverState>("a-mapped-object-has-moved", {
    claim: "The CPU has an area of an object that is being moved",
    each: "userMappings",
    reached: (state, index) => {
      const object = state.objects[index] ?? null;
      const bo = object === null ? null : at(state, object.bo);
      if (object === null || bo?.resource == null) return false;
      if (!object.refs.includes(`userMappings:${index}`)) return false;
      const block = at(state, bo.resource)?.block ?? null;
      return block !== null && isMoving(state, block);
    },
  }),
  brokenBy: ["fault-does-not-wait-for-moves"],
};
