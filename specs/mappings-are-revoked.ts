/** What the CPU reaches through the GGTT is there, and the device is awake for it. */
import { invariant, witness } from "../checker/properties.ts";
import { GLOBAL_BIND, hasBits } from "../model/cells/bind-bits.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const mappingsAreRevoked: Spec = {
  property: invariant<DriverState>("mappings-are-revoked", {
    claim:
      "While the CPU has entries for a range of the GGTT, a vma is bound there, with a fence " +
      "register unless there is none left, the device is not asleep, and whoever unbinds or " +
      "suspends will find the entries",
    source: "driver.md 6.15, 11 P1, P21",
    each: "vmas",
    holds: ({ vmas, runtimePms, fenceRegisters }, index) => {
      const vma = vmas[index] ?? null;
      if (vma?.ggtt?.mapped !== true) return true;
      const isKnown = vma.ggtt.userfault || vma.pins.length > 0;
      const isReachable = runtimePms.every((rpm) => rpm?.power !== "off");
      const isDetiled =
        vma.ggtt.fence !== null || fenceRegisters.every((each) => each?.vma !== null);
      return isKnown && isReachable && isDetiled && hasBits(vma.bound, GLOBAL_BIND);
    },
  }),
  witness: witness<DriverState>("a-suspend-finds-a-mapping", {
    claim: "The device is being suspended while the CPU still has entries for the GGTT",
    reached: ({ runtimePms, vmas }) =>
      runtimePms.some((rpm) => rpm?.power === "suspending") &&
      vmas.some((vma) => vma?.ggtt?.mapped === true),
  }),
  brokenBy: ["unbind-does-not-revoke"],
};
