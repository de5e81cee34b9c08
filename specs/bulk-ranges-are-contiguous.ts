/** A bulk range of an LRU is what it is thought to be. */
import { invariant, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const bulkRangesAreContiguous: Spec = {
  property: invariant<DriverState>("bulk-ranges-are-contiguous", {
    claim: "From the first to the last of a bulk range lie just the resources that belong to it",
    source: "driver.md 10.8",
    each: "bulkRanges",
    holds: ({ bulkRanges }, index) => {
      const range = bulkRanges[index] ?? null;
      if (range === null) return true;
      const { list, members, first, last } = range;
      if (first === null || last === null) return members.length === 0 && first === last;
      const between = list.slice(list.indexOf(first), list.indexOf(last) + 1);
      return between.toSorted((a, b) => a - b).join() === members.join();
    },
  }),
  witness: witness<DriverState>("a-bulk-range-has-three", {
    claim: "A bulk range has three members, in another order than they joined the list",
    each: "bulkRanges",
    reached: ({ bulkRanges }, index) => {
      const { members = [], list = [] } = bulkRanges[index] ?? {};
      return members.length === 3 && list[0] !== 0;
    },
  }),
  brokenBy: ["bulk-range-keeps-its-first"],
};
