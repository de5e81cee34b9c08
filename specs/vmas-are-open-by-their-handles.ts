/** No vma stays open by a handle that is closed. */
import { invariant, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

export const vmasAreOpenByTheirHandles: Spec = {
  property: invariant<DriverState>("vmas-are-open-by-their-handles", {
    claim: "A handle by which a vma is open exists, so that the vma goes with the last of them",
    source: "driver.md 7.3; 11 L4",
    each: "vmas",
    holds: ({ vmas, handles }, index) =>
      vmas[index]?.openBy.every((handle) => handles[handle] != null) ?? true,
  }),
  witness: witness<DriverState>("a-vma-is-open-twice", {
    claim: "A vma is open by two handles",
    each: "vmas",
    reached: ({ vmas }, index) => vmas[index]?.openBy.length === 2,
  }),
  brokenBy: ["handle-leaves-its-vmas-open"],
};
