/** System memory is not kept beside local memory. */
import { invariant, witness } from "../checker/properties.ts";
import { at, ref } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const localMemoryIsHadAlone: Spec = {
  property: invariant<DriverState>("local-memory-is-had-alone", {
    claim:
      "While nobody holds its lock, a buffer object that is in local memory has no pages in a tt " +
      "as well",
    source: "driver.md 5 M10, B5 2; 10.1",
    each: "bos",
    holds: (state, index) => {
      const bo = state.bos[index] ?? null;
      const resource = bo?.resource == null ? null : at(state, bo.resource);
      if (bo === null || resource?.placement !== "LMEM") return true;
      const tt = bo.tt === null ? null : at(state, bo.tt);
      return tt === null || tt.pages === null || at(state, bo.resv)?.lock !== null;
    },
  }),
  witness: witness<DriverState>("local-memory-is-allocated-beside-a-tt", {
    claim: "An object that has pages in a tt has been given local memory, where it has yet to move",
    each: "bos",
    reached: (state, index) => {
      const tt = state.bos[index]?.tt ?? null;
      if (tt === null || at(state, tt)?.pages == null) return false;
      return state.resources.some(
        (each, number) =>
          each?.placement === "LMEM" &&
          each.bo === ref("bos", index) &&
          state.bos[index]?.resource !== ref("resources", number),
      );
    },
  }),
  brokenBy: ["moved-object-keeps-its-tt"],
};
