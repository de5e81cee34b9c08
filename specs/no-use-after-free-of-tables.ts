/** An sg-table is not read after it has been torn down, although its struct may live on. */
import { witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import { noFault, type Spec } from "./spec.ts";

export const noUseAfterFreeOfTables: Spec = {
  property: noFault("no-use-after-free-of-tables", {
    claim: "No bind and no copy reads an sg-table that has been torn down",
    source: "driver.md 2.2, 11 P2",
    kinds: ["use-after-free-table"],
  }),
  witness: witness<DriverState>("a-copy-relies-on-the-table-of-a-tt", {
    claim: "The copy behind a blit holds the table of a tt that the object has left",
    each: "ttSgts",
    reached: ({ ttSgts }, index) =>
      ttSgts[index]?.refs.some((holder) => holder.startsWith("memcpyWorks")) ?? false,
  }),
  brokenBy: ["move-unmaps-the-tt"],
};
