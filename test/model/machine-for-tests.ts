/** A state with one idle thread, and the means to run single recipes on it as if a step did so. */
import type { Kit } from "../../checker/system.ts";
import { emptyState, slotsFor, startThread } from "../../model/initial-state.ts";
import { procedure, step, type AnyProcedure } from "../../model/machine/procedure.ts";
import { loadProgram } from "../../model/machine/program.ts";
import { runAction } from "../../model/machine/run.ts";
import type { Edit } from "../../model/machine/patch.ts";
import type { Machine, StepKit } from "../../model/machine/machine.ts";
import type { DriverState } from "../../model/state.ts";

const configuration = { threads: [[]] };
const slots = slotsFor(configuration);

const empty = loadProgram(
  [procedure("user_thread", "driver.md 12; a test", [step("idle", () => {})])],
  [],
);

/** C1 before anything has happened, with a thread that stands at its first step. */
export function freshState(): DriverState {
  const state = emptyState(configuration, slots);
  startThread(state, empty, { todo: [], closes: [] }, 0);
  return state;
}

const kit: Kit = {
  choose: (alternatives) => alternatives[0] as (typeof alternatives)[number],
  disabled: () => {
    throw new Error("disabled");
  },
  label: () => {},
};

/** Runs the thread for one transition of `procedures`, whose first one it enters. Edits `state`. */
export function runOnce(
  state: DriverState,
  procedures: readonly AnyProcedure[],
  edits: readonly Edit[] = [],
): void {
  const program = loadProgram(procedures, edits);
  const [first] = procedures;
  if (first === undefined) return;
  const thread = state.processes[0];
  const at = program.get(first.name)?.entry ?? null;
  if (thread?.stack.length !== 1 || thread.stack[0]?.procedure !== first.name) {
    state.processes[0] = { stack: [{ procedure: first.name, at, local: {} }], signalling: false };
  }
  runAction(program, slots).effect(state, "processes:0" as never, kit);
}

/** Runs one recipe as a step of its own, and yields the kind of fault that it records. */
export function faultOf(state: DriverState, recipe: (k: Machine) => void): string | null {
  const run = (k: StepKit<object, unknown>): void => recipe(k);
  runOnce(state, [procedure("test", "driver.md 12; a test", [step("the only one", run)])]);
  return state.fault?.kind ?? null;
}
