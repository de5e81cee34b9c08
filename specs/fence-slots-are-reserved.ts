/** A fence is only added to a reservation that has promised room for it. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const fenceSlotsAreReserved: Spec = {
  property: noFault("fence-slots-are-reserved", {
    claim: "No fence is added to a reservation without a slot reserved for it under the same lock",
    source: "driver.md 11 P16",
    kinds: ["fence-slot-overrun"],
  }),
  witness: witness<DriverState>("reservation-holds-two-fences", {
    claim: "A reservation holds two fences at once",
    each: "reservations",
    reached: ({ reservations }, index) => (reservations[index]?.fences.length ?? 0) >= 2,
  }),
  brokenBy: ["unbind-reserves-no-slot"],
};
