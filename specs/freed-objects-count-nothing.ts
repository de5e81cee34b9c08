/** When the shmem helper frees an object, nobody is counted in it, and no list has it. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const freedObjectsCountNothing: Spec = {
  property: noFault("freed-objects-count-nothing", {
    claim: "An object of the shmem helper is freed with all counts 0, and on no list",
    source: "driver.md 11 P24",
    kinds: ["counts-left-at-free"],
  }),
  witness: witness<DriverState>("a-dying-object-is-scanned", {
    claim: "A shrinker works on an object of the shmem helper that has no reference left",
    each: "shmemObjects",
    reached: ({ shmemObjects, shmemDrivers }, index) =>
      shmemObjects[index]?.refs.length === 0 &&
      shmemDrivers.some((each) => each?.shrinkerLock.lock != null),
  }),
  brokenBy: ["free-stays-listed"],
};
