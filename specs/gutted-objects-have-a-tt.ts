/** Whoever finds an object nowhere may rely on its tt. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const guttedObjectsHaveATt: Spec = {
  property: invariant<DriverState>("gutted-objects-have-a-tt", {
    claim:
      "While nobody holds its lock, an object of TTM has a resource, or an empty tt instead, " +
      "which its contents come back to if the user needs them",
    source: "driver.md 10.3, 11 P26",
    each: "objects",
    holds: (state, index) => {
      const object = state.objects[index] ?? null;
      const bo = object === null ? null : at(state, object.bo);
      if (object === null || bo === null || object.backing === "plain shmem") return true;
      if (bo.deleted || bo.refs.length === 0 || bo.resource !== null) return true;
      if (at(state, bo.resv)?.lock !== null) return true;
      const tt = bo.tt === null ? null : at(state, bo.tt);
      if (tt === null || tt.pages !== null) return false;
      // A driver may say that it needs no contents when it gives no place to go.
      const isNeeded = object.madv === "WILLNEED" && state.devices[0]?.evictsTo !== null;
      return !isNeeded || tt.swapped;
    },
  }),
  witness: witness<DriverState>("an-object-is-swapped-out", {
    claim: "An object is nowhere, and its contents are in a file",
    each: "objects",
    reached: (state, index) => {
      const object = state.objects[index] ?? null;
      const bo = object === null ? null : at(state, object.bo);
      if (bo === null || bo.resource !== null || bo.tt === null) return false;
      return at(state, bo.tt)?.swapped === true;
    },
  }),
  brokenBy: ["new-tt-comes-too-late"],
};
