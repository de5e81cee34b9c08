/** No vma stays open by a handle that is closed. */
import { invariant, witness } from "../checker/properties.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

const isBeingClosed = ({ processes }: DriverState, handle: number): boolean =>
  processes.some((process) =>
    process?.stack.some(
      ({ procedure, local }) => procedure === "drm_gem_handle_delete" && local["handle"] === handle,
    ),
  );

export const vmasAreOpenByTheirHandles: Spec = {
  property: invariant<DriverState>("vmas-are-open-by-their-handles", {
    claim:
      "A handle by which a vma is open exists, or is being closed, so that the vma goes with the " +
      "last of them",
    source: "driver.md 7.3; 11 L4",
    each: "vmas",
    holds: (state, index) =>
      state.vmas[index]?.openBy.every(
        (handle) => state.handles[handle] != null || isBeingClosed(state, handle),
      ) ?? true,
  }),
  witness: witness<DriverState>("a-vma-is-open-twice", {
    claim: "A vma is open by two handles",
    each: "vmas",
    reached: ({ vmas }, index) => vmas[index]?.openBy.length === 2,
  }),
  brokenBy: ["handle-leaves-its-vmas-open"],
};
