/** The public API of drmcheck: re-exports, nothing else. */
export { check } from "./checker/check.ts";
export type { CheckOptions, Progress } from "./checker/options.ts";
export type { Json } from "./checker/json.ts";
export { ModelError } from "./checker/model-error.ts";
export {
  atRest,
  invariant,
  stepProperty,
  witness,
  type Property,
  type Step,
} from "./checker/properties.ts";
export { at, indexOf, indices, ref, type Ref } from "./checker/refs.ts";
export { action, system, type Action, type Kit, type System } from "./checker/system.ts";
export type { Change, Trace, TraceStep } from "./checker/trace.ts";
export { replay, type Replay } from "./counterexamples/replay.ts";
export { NoTrace, parseTrace, traceText } from "./counterexamples/trace-file.ts";
export { systemOf } from "./specs/system-of.ts";
export type {
  Bound,
  Coverage,
  Outcome,
  Statistics,
  Strategy,
  Verdict,
  Violation,
  WitnessResult,
} from "./checker/verdict.ts";

// The driver, for patches and specs of one's own: docs/patches.md.
export {
  dmaFenceGet,
  dmaFenceIsSignalled,
  dmaFencePut,
  type FenceRef,
} from "./model/cells/fence.ts";
export {
  krefGet,
  krefGetUnlessZero,
  krefMove,
  krefPut,
  type Holder,
} from "./model/cells/holders.ts";
export { lock, unlock } from "./model/cells/lock.ts";
export { objectResv } from "./model/cells/object.ts";
export {
  dmaResvAddFence,
  dmaResvIsIdle,
  dmaResvLock,
  dmaResvReserve,
  dmaResvUnlock,
} from "./model/cells/reservation.ts";
export { rpmGet, rpmPut } from "./model/cells/runtime-pm.ts";
export type { Machine, StepKit } from "./model/machine/machine.ts";
export type { Edit, UserPatch as Patch } from "./model/machine/patch.ts";
export { follows, procedureCalled, step, type Callee } from "./model/machine/procedure.ts";
export type { DriverState } from "./model/state.ts";
