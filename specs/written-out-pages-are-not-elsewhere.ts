/** Pages are written out of system memory, and of nothing else. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const writtenOutPagesAreNotElsewhere: Spec = {
  property: invariant<DriverState>("written-out-pages-are-not-elsewhere", {
    claim:
      "While nobody holds its lock, a buffer object whose pages have been written out is in " +
      "system memory, or nowhere",
    source: "driver.md 10.4 3",
    each: "bos",
    holds: (state, index) => {
      const bo = state.bos[index] ?? null;
      const tt = bo?.tt == null ? null : at(state, bo.tt);
      if (bo === null || tt?.swapped !== true || at(state, bo.resv)?.lock !== null) return true;
      return bo.resource === null || at(state, bo.resource)?.placement === "SYSTEM";
    },
  }),
  witness: witness<DriverState>("pages-of-the-pool-are-in-a-file", {
    claim: "TTM has written the pages of a buffer object to a file",
    each: "tts",
    reached: ({ tts }, index) => tts[index]?.kind === "pool" && tts[index].swapped,
  }),
  brokenBy: ["swapout-does-not-move-first"],
};
