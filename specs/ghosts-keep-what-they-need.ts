/** A ghost has all that its end takes, and nobody else has it. */
import { invariant, witness } from "../checker/properties.ts";
import { at, indexOf } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const ghostsKeepWhatTheyNeed: Spec = {
  property: invariant<DriverState>("ghosts-keep-what-they-need", {
    claim:
      "Until its end a ghost has its tt, with the file of its pages, and once nobody holds the " +
      "lock of its original, it alone has them",
    source: "driver.md 11 P22",
    each: "bos",
    holds: (state, index) => {
      const ghost = state.bos[index] ?? null;
      if (ghost?.ghostOf == null || ghost.tt === null) return true;
      const tt = at(state, ghost.tt);
      if (tt === null) return false;
      if (tt.kind === "shmem" && tt.pages !== null && tt.filp === null) return false;
      const original = at(state, ghost.ghostOf);
      if (original?.tt !== ghost.tt) return true;
      return state.reservations[indexOf(original.resv)]?.lock !== null;
    },
  }),
  witness: witness<DriverState>("a-gutted-object-leaves-a-ghost", {
    claim: "A buffer object that is nowhere has left what it had to a ghost",
    each: "bos",
    reached: (state, index) => {
      const ghost = state.bos[index] ?? null;
      if (ghost?.ghostOf == null || ghost.tt === null) return false;
      const original = at(state, ghost.ghostOf);
      if (original === null || original.deleted || original.resource !== null) return false;
      return at(state, original.resv)?.lock === null;
    },
  }),
  brokenBy: ["gutting-shares-the-tt", "truncate-does-not-wait"],
};
