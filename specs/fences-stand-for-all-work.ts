/**
 * A reservation does not forget a fence whose work is unfinished and that no other one stands for.
 */
import { witness } from "../checker/properties.ts";
import { collectionOf, indexOf } from "../checker/refs.ts";
import type { DmaFence, FenceRef } from "../model/cells/fence.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

const fenceOf = (state: DriverState, fence: FenceRef): DmaFence | null =>
  state[collectionOf(fence)][indexOf(fence)] ?? null;

export const fencesStandForAllWork: Spec = {
  property: noFault("fences-stand-for-all-work", {
    claim:
      "An entry of a reservation goes only once it has signalled, or for a later fence of its " +
      "timeline",
    source: "driver.md 11 P16",
    kinds: ["fence-forgotten"],
  }),
  witness: witness<DriverState>("an-entry-is-about-to-be-replaced", {
    claim: "A reservation holds two unsignalled fences that nothing orders",
    each: "reservations",
    reached: (state, index) =>
      (state.reservations[index]?.fences ?? []).filter(({ fence }) => {
        const cell = fenceOf(state, fence);
        return cell !== null && !cell.signalled && cell.context === null;
      }).length > 1,
  }),
  brokenBy: ["context-zero-is-a-timeline"],
};
