/** What is asynchronous does not sleep on the GPU, save where it has no memory to depend on it. */
import { invariant, witness } from "../checker/properties.ts";
import { indexOf, type Ref } from "../checker/refs.ts";
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

const isWait = ({ procedure, at }: Frame): boolean => waits[procedure]?.includes(at) === true;

/**
 * Whether an unbind of all vmas of an object may be where it is: not where it waits for a job that
 * it was told not to wait for, nor at the synchronous way for what the other way has unbound.
 */
function isAllowed({ vmas, actives }: DriverState, stack: readonly Frame[], top: Frame): boolean {
  const caller = stack.find(({ procedure }) => procedure === "i915_gem_object_unbind");
  const vma = caller?.local["vma"];
  if (caller === undefined || vma === undefined) return true;
  const index = indexOf(vma as Ref<"vmas">);
  if (caller.local["async"] === true) {
    const isSynchronous = isWait(top) || caller.at === "or unbind synchronously";
    return !isSynchronous || vmas[index]?.node !== null;
  }
  return !isWait(top) || caller.local["active"] === true || actives[index]?.count === 0;
}

export const asyncPathsDoNotBlock: Spec = {
  property: invariant<DriverState>("async-paths-do-not-block", {
    claim:
      "An asynchronous unbind waits for no fence, nor whoever called it for what it has unbound; " +
      "an asynchronous bind only after an allocation has failed, and an unbind for no job that " +
      "it is told not to wait for",
    source: "driver.md 11 P28",
    each: "processes",
    holds: (state, index) => {
      const { processes, injections } = state;
      const stack = processes[index]?.stack ?? [];
      const frame = stack.at(-1);
      if (frame === undefined) return true;
      if (frame.procedure === "i915_vma_bind" && frame.at === "or wait for it") {
        return injections.taken.includes("-ENOMEM");
      }
      return !(isWait(frame) && stack.some(isAsync)) && isAllowed(state, stack, frame);
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
