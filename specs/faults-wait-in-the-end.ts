/** A fault of the CPU makes progress. */
import { invariant, witness } from "../checker/properties.ts";
import type { Frame } from "../model/machine/processes.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

const faultOf = (state: DriverState, index: number): Frame | undefined =>
  state.processes[index]?.stack.find(({ procedure }) => procedure === "vm_fault_ttm");

export const faultsWaitInTheEnd: Spec = {
  property: invariant<DriverState>("faults-wait-in-the-end", {
    claim:
      "A fault of the CPU lets go of the object to wait for a move once only: when it comes " +
      "back, it waits with the object locked, so that nobody can start another one",
    source: "driver.md 5 B12; 11 L3",
    each: "processes",
    holds: (state, index) => {
      const frame = faultOf(state, index);
      return (
        frame?.at !== "wait with the address space unlocked, then retry" ||
        frame.local["tried"] !== true
      );
    },
  }),
  witness: witness<DriverState>("a-fault-comes-back", {
    claim: "A fault of the CPU has waited for a move, and has come back",
    each: "processes",
    reached: (state, index) => faultOf(state, index)?.local["tried"] === true,
  }),
  brokenBy: ["fault-always-retries"],
};
