/** What the CPU reaches in local memory goes through the device, which must be awake for it. */
import { invariant, witness } from "../checker/properties.ts";
import { collectionOf } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

const mapsLocalMemory = ({ userMappings }: DriverState, index: number): boolean => {
  const memory = userMappings[index]?.memory ?? null;
  return memory !== null && collectionOf(memory) === "blocks";
};

export const sleepingDevicesAreNotMapped: Spec = {
  property: invariant<DriverState>("sleeping-devices-are-not-mapped", {
    claim: "While the device sleeps, the CPU has no entries that lead to local memory",
    source: "driver.md 5 B12, 11 P21",
    each: "userMappings",
    holds: (state, index) =>
      !mapsLocalMemory(state, index) || state.runtimePms.every((rpm) => rpm?.power !== "off"),
  }),
  witness: witness<DriverState>("a-suspend-finds-local-memory-mapped", {
    claim: "The device is being suspended while the CPU has mapped local memory",
    each: "userMappings",
    reached: (state, index) =>
      mapsLocalMemory(state, index) && state.runtimePms.some((rpm) => rpm?.power === "suspending"),
  }),
  brokenBy: ["suspend-leaves-local-mappings"],
};
