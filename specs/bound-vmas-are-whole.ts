/** The bind bits of a vma, its node, its resource and its pages say the same. */
import { invariant, witness } from "../checker/properties.ts";
import { at, ref, type Ref } from "../checker/refs.ts";
import { countBits } from "../model/cells/bind-bits.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Whether nobody holds the lock of the object, under which pins use its pages for a while. */
function isUnlocked(state: DriverState, object: Ref<"objects">): boolean {
  const { bo = null } = at(state, object) ?? {};
  const { resv = null } = (bo === null ? null : at(state, bo)) ?? {};
  return resv !== null && at(state, resv)?.lock === null;
}

/** Whether only bindings use the pages of a vma, which pins those of its object as long. */
function countsItsPages(state: DriverState, index: number): boolean {
  const { object, pagesUsers = 0, pagesBindings = 0 } = state.vmas[index] ?? {};
  if (object === undefined || !isUnlocked(state, object)) return true;
  const pins = at(state, object)?.pagesPins ?? [];
  const count = pins.filter((holder) => holder === ref("vmas", index)).length;
  return pagesUsers <= pagesBindings && count === (pagesUsers > 0 ? 1 : 0);
}

export const boundVmasAreWhole: Spec = {
  property: invariant<DriverState>("bound-vmas-are-whole", {
    claim:
      "While nobody holds vm->mutex, a vma is bound if and only if it has a node and a resource, " +
      "and its pages count one binding at least and one for each bit at most; while nobody has " +
      "locked its object either, no other user, and they are pinned as long",
    source: "driver.md 11 P18",
    each: "vmas",
    holds: (state, index) => {
      const vma = state.vmas[index] ?? null;
      if (vma === null || at(state, vma.vm)?.lock !== null) return true;
      const { bound, node, resource, pagesBindings } = vma;
      if (bound === 0)
        return (
          node === null && resource === null && pagesBindings === 0 && countsItsPages(state, index)
        );
      // A relocation adds a bit, and leaves the pages alone.
      return (
        node !== null &&
        resource !== null &&
        pagesBindings >= 1 &&
        pagesBindings <= countBits(bound) &&
        countsItsPages(state, index)
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
