/** Every wakeref is put in the end, or the device would never sleep again. */
import { atRest, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const deviceMaySleep: Spec = {
  property: atRest<DriverState>("device-may-sleep", {
    claim: "At rest nobody keeps the device or a GT awake, and no fence register belongs to a vma",
    source: "driver.md 11 P4",
    holds: ({ fault, runtimePms, gts, fenceRegisters }) =>
      fault !== null ||
      (gts.every((gt) => gt?.wakerefs.length === 0 && gt.lock === null) &&
        runtimePms.every((rpm) => rpm?.wakerefs.length === 0 && rpm.userfaults.length === 0) &&
        fenceRegisters.every((each) => each?.vma === null && each.requests.length === 0)),
  }),
  witness: witness<DriverState>("a-device-sleeps", {
    claim: "The device sleeps",
    each: "runtimePms",
    reached: ({ runtimePms }, index) => runtimePms[index]?.power === "off",
  }),
  brokenBy: ["unhold-keeps-the-wakeref"],
};
