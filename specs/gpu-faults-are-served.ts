/** A fault of the GPU that is said to be served is, and no other one. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const gpuFaultsAreServed: Spec = {
  property: noFault("gpu-faults-are-served", {
    claim:
      "After a fault that is said to be served the GPU finds what it looked for, and only after " +
      "such a fault",
    source: "driver.md 9 V8; 11 P25, L3",
    kinds: ["fault-not-served"],
  }),
  witness: witness<DriverState>("a-heap-has-grown", {
    claim: "A heap has pages and a table, since the GPU has faulted",
    each: "shmemObjects",
    reached: ({ shmemObjects }, index) => shmemObjects[index]?.chunkSgt != null,
  }),
  brokenBy: ["heap-fault-swallows-its-error"],
};
