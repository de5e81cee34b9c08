/** Nothing is given up that can still be made good. */
import { invariant, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const goodGpusAreNotGivenUp: Spec = {
  property: invariant<DriverState>("good-gpus-are-not-given-up", {
    claim:
      "The GPU is wedged, and the state of an object unknown, only where the CPU may not make " +
      "good for a blit that has failed",
    source: "driver.md 5 B3 3, 11 P9",
    each: "devices",
    holds: ({ devices, objects }, index) => {
      const device = devices[index] ?? null;
      if (device === null || !device.cpuVisible || device.hasMetadata) return true;
      return !device.wedged && objects.every((object) => object?.unknownState !== true);
    },
  }),
  witness: witness<DriverState>("the-gpu-is-wedged", {
    claim: "A blit has failed that the CPU may not make good for",
    each: "devices",
    reached: ({ devices }, index) => devices[index]?.wedged === true,
  }),
  brokenBy: ["recovered-blit-wedges-the-gpu"],
};
