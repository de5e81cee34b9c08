/** Whoever can leave work to a fence does not wait for it. */
import { invariant, witness } from "../checker/properties.ts";
import { at, ref, type Ref } from "../checker/refs.ts";
import { theDevice } from "../model/cells/device.ts";
import type { Frame } from "../model/machine/processes.ts";
import type { DriverState } from "../model/state.ts";
import type { Spec } from "./spec.ts";

type Judge = (state: DriverState, frame: Frame, self: Ref<"processes">) => boolean;

const hasFailed: Judge = ({ injections }) => injections.taken.includes("-ENOMEM");

const boOf = (state: DriverState, { local }: Frame): DriverState["bos"][number] =>
  at(state, local["bo"] as Ref<"bos">);

/** Whether the memory that a move leaves behind is that of a tt. */
const leavesATt: Judge = (state, frame) => {
  const resource = boOf(state, frame)?.resource ?? null;
  return resource === null || at(state, resource)?.block === null;
};

/** Where somebody waits for want of memory. */
const lastResorts: Readonly<Record<string, string>> = {
  ttm_bo_release: "or wait until the shared one is idle",
  ttm_bo_pipeline_gutting: "or wait for them",
  __i915_ttm_move: "wait for the blit",
};

/** Where fences are waited for otherwise, and when that may be. */
const otherWaits: Readonly<Record<string, readonly [label: string, may: Judge]>> = {
  ttm_bo_evict: ["wait until it is idle", (state) => at(state, theDevice)?.evictsTo === null],
  ttm_bo_move_accel_cleanup: ["wait until the copy is done", leavesATt],
  ttm_bo_delayed_delete: [
    "wait for all fences",
    (state, frame, self) => {
      const bo = boOf(state, frame);
      return bo === null || at(state, bo.resv)?.lock !== self;
    },
  ],
};

const isLastResort = ({ procedure, at: label }: Frame): boolean =>
  label !== null && lastResorts[procedure] === label;

export const whatMayBeLeftToFences: Spec = {
  property: invariant<DriverState>("what-may-be-left-to-fences", {
    claim:
      "Evictions, moves, guttings and releases leave it to fences when memory is free: they wait " +
      "only after an allocation has failed, or for a driver without a place for what it evicts; " +
      "the worker that waits in their stead has no lock meanwhile",
    source: "driver.md 5 B3, B5, B11; 10.2, 10.3, 10.6",
    each: "processes",
    holds: (state, index) => {
      const frame = state.processes[index]?.stack.at(-1);
      if (frame === undefined) return true;
      const self = ref("processes", index);
      if (isLastResort(frame)) return hasFailed(state, frame, self);
      const [label, may] = otherWaits[frame.procedure] ?? [];
      return may === undefined || label !== frame.at || may(state, frame, self);
    },
  }),
  witness: witness<DriverState>("somebody-waits-for-want-of-memory", {
    claim: "A move, a gutting or a release waits for fences, since an allocation has failed",
    each: "processes",
    reached: ({ processes }, index) => {
      const frame = processes[index]?.stack.at(-1);
      return frame !== undefined && isLastResort(frame);
    },
  }),
  brokenBy: ["release-waits-for-the-gpu"],
};
