/** Clearing an entry is not enough: what a TLB has kept is invalidated before the memory goes. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const tlbsReachNoFreedMemory: Spec = {
  property: invariant<DriverState>("tlbs-reach-no-freed-memory", {
    claim: "No memory is freed before the TLBs that may still reach it have been invalidated",
    source: "driver.md 11 P20",
    each: "tlbs",
    holds: (state, index) =>
      state.tlbs[index]?.reaches.every((memory) => at(state, memory) !== null) ?? true,
  }),
  witness: witness<DriverState>("a-tlb-reaches-what-is-unbound", {
    claim: "A TLB may still reach memory to which no page-table entry leads any more",
    each: "tlbs",
    reached: ({ tlbs, pageTables }, index) => {
      const entries = pageTables[index]?.entries ?? [];
      const { reaches = [] } = tlbs[index] ?? {};
      return reaches.some((memory) => entries.every((entry) => entry?.memory !== memory));
    },
  }),
  brokenBy: ["pages-are-put-without-invalidation", "unbind-work-notes-no-invalidation"],
};
