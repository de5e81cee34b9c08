/** What keeps reclaim off the pages of a file ends with the table that needs them. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const filesAreReleased: Spec = {
  property: invariant<DriverState>("files-are-released", {
    claim: "While nobody holds its lock, a tt keeps reclaim off its file just while it has pages",
    source: "driver.md 4 A8, 11 P3",
    each: "bos",
    holds: (state, index) => {
      const bo = state.bos[index] ?? null;
      const tt = bo === null || bo.tt === null ? null : at(state, bo.tt);
      if (bo === null || tt === null || tt.filp === null) return true;
      if (at(state, bo.resv)?.lock !== null) return true;
      return at(state, tt.filp)?.unevictable === (tt.pages !== null);
    },
  }),
  witness: witness<DriverState>("a-file-has-given-its-pages-up", {
    claim: "A tt has its file, and no pages of it",
    each: "tts",
    reached: ({ tts }, index) => tts[index]?.filp != null && tts[index].pages === null,
  }),
  brokenBy: ["failed-read-leaves-the-file-unevictable"],
};
