/** The entries of the GGTT are registers of the device, which must be awake to be written. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const wakerefsCoverTheGgtt: Spec = {
  property: noFault("wakerefs-cover-the-ggtt", {
    claim:
      "The GGTT is written only while somebody keeps the device awake, and nobody wakes it with " +
      "vm->mutex held or on the way to a fence's signal",
    source: "driver.md 1.2, 11 P12, P13",
    kinds: ["device-asleep", "wakeref-too-late"],
  }),
  witness: witness<DriverState>("an-unbind-keeps-the-device-awake", {
    claim: "A queued unbind of the GGTT is all that keeps the device awake",
    reached: ({ runtimePms, vmaResources }) =>
      runtimePms.some((rpm) => rpm?.wakerefs.length === 1) &&
      vmaResources.some((each) => each?.wakeref === true && each.unbind === "scheduled"),
  }),
  brokenBy: ["pin-takes-no-wakeref", "unbind-keeps-no-wakeref", "wakeref-inside-the-mutex"],
};
