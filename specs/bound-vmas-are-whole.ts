/** The bind bits of a vma, its node, its resource and its pages say the same. */
import { invariant, witness } from "../checker/properties.ts";
import { at } from "../checker/refs.ts";
import { countBits } from "../model/cells/bind-bits.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const boundVmasAreWhole: Spec = {
  property: invariant<DriverState>("bound-vmas-are-whole", {
    claim:
      "While nobody holds vm->mutex, a vma is bound if and only if it has a node and a resource, " +
      "and its pages count one binding at least and one for each bit at most",
    source: "driver.md 11 P18",
    each: "vmas",
    holds: (state, index) => {
      const vma = state.vmas[index] ?? null;
      if (vma === null || at(state, vma.vm)?.lock !== null) return true;
      const { bound, node, resource, pagesBindings } = vma;
      if (bound === 0) return node === null && resource === null && pagesBindings === 0;
      // A relocation adds a bit, and leaves the pages alone.
      return (
        node !== null &&
        resource !== null &&
        pagesBindings >= 1 &&
        pagesBindings <= countBits(bound)
      );
    },
  }),
  witness: witness<DriverState>("a-vma-is-bound-twice", {
    claim: "A vma is bound LOCAL and GLOBAL, by two pins",
    each: "vmas",
    reached: ({ vmas }, index) => vmas[index]?.pagesBindings === 2,
  }),
  brokenBy: ["binding-is-not-counted"],
};
