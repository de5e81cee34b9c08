/** What is asynchronous does not sleep on the GPU, save where it has no memory to depend on it. */
import { invariant, witness } from "../checker/properties.ts";
import type { Frame } from "../model/machine/processes.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

/** Where a process waits for a fence, or for a vma that is active: procedures, with the labels. */
const waits: Readonly<Record<string, readonly (string | null)[]>> = {
  __i915_vma_evict: ["wait for the unbind fence"],
  __i915_vma_unbind: ["wait until the vma is idle"],
  i915_vma_unbind: ["wait until the vma is idle, before the mutex"],
};

const isAsync = ({ procedure }: Frame): boolean => procedure === "i915_vma_unbind_async";

export const asyncPathsDoNotBlock: Spec = {
  property: invariant<DriverState>("async-paths-do-not-block", {
    claim:
      "An asynchronous unbind waits for no fence, and an asynchronous bind only after an " +
      "allocation has failed",
    source: "driver.md 11 P28",
    each: "processes",
    holds: ({ processes, injections }, index) => {
      const stack = processes[index]?.stack ?? [];
      const frame = stack.at(-1);
      if (frame === undefined) return true;
      const { procedure, at } = frame;
      if (procedure === "i915_vma_bind" && at === "or wait for it") {
        return injections.taken.includes("-ENOMEM");
      }
      return waits[procedure]?.includes(at) !== true || !stack.some(isAsync);
    },
  }),
  witness: witness<DriverState>("an-unbind-outlasts-its-caller", {
    claim: "An unbind is queued, and nobody holds vm->mutex any more",
    each: "vms",
    reached: ({ vms }, index) =>
      vms[index]?.lock === null && (vms[index]?.pendingUnbind.length ?? 0) > 0,
  }),
  brokenBy: ["bind-waits-for-what-it-awaits", "async-unbind-waits"],
};
