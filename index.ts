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
