/** What a released object waits for does not grow: nobody adds to its reservation any more. */
import { stepProperty, witness } from "../checker/properties.ts";
import { indexOf } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** The fences in the reservation of a buffer object that waits for its end; null: it does not. */
function awaited({ bos, reservations }: DriverState, index: number): readonly string[] | null {
  const bo = bos[index];
  if (bo?.deleted !== true || bo.ghostOf !== null) return null;
  return reservations[indexOf(bo.resv)]?.fences.map(({ fence }) => fence) ?? [];
}

export const releasedObjectsAreLeftAlone: Spec = {
  property: stepProperty<DriverState>("released-objects-are-left-alone", {
    claim:
      "Nobody adds fences to the reservation of a released object, unless it lacked the memory " +
      "for one of its own",
    source: "driver.md 5 B11 2, 10.6; 11 L4",
    holds: (before, after) =>
      after.bos.every((bo, index) => {
        if (bo?.deleted !== true) return true;
        const old = awaited(before, index);
        const now = awaited(after, index);
        if (old === null || now === null || now.every((fence) => old.includes(fence))) return true;
        return after.injections.taken.includes("-ENOMEM");
      }),
  }),
  witness: witness<DriverState>("a-released-object-leaves-its-reservation", {
    claim: "A released object that shared a reservation waits for fences in one of its own",
    each: "bos",
    reached: (state, index) => {
      const object = state.bos[index]?.object ?? null;
      if (object === null || awaited(state, index)?.length === 0) return false;
      const shares = state.objects[indexOf(object)]?.sharesResvFrom ?? null;
      return shares !== null && state.bos[index]?.deleted === true;
    },
  }),
  brokenBy: ["delayed-delete-waits-on-the-shared"],
};
