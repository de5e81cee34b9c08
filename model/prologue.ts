/**
 * What has happened before an exploration starts: operations that run alone, in one fixed order and
 * without failures, so that the states in between are not explored. That loses only the windows
 * inside of the set-up, which other scenarios cover, and halves the work many times over
 * (driver.md 12.1).
 */
import { ModelError } from "../checker/model-error.ts";
import { indexOf, ref, type Ref } from "../checker/refs.ts";
import type { Kit } from "../checker/system.ts";
import { startThread } from "./initial-state.ts";
import type { ProcessSlot } from "./machine/processes.ts";
import type { StepProbe } from "./machine/probe.ts";
import type { Program } from "./machine/program.ts";
import { runAction } from "./machine/run.ts";
import type { Operation } from "./operations.ts";
import type { DriverState } from "./state.ts";

/**
 * Operations in order, and how far everything else gets between them. Without a word in between,
 * works and jobs only run when an operation waits for them. "until jobs run": everything runs until
 * nothing but running jobs is left; "until idle": jobs end as well.
 */
export type Prologue = readonly (Operation | "until jobs run" | "until idle")[];

/** More steps than this are a loop that nothing in the prologue ends. */
const stepsMax = 2_000;

/** What it takes to run steps without a search. */
export interface Runnable {
  readonly program: Program;
  readonly slots: readonly ProcessSlot[];
  readonly probe: StepProbe | null;
}

/** Yields the state after the prologue; the given state is used up. */
export function afterPrologue(
  state: DriverState,
  prologue: Prologue,
  { program, slots, probe }: Runnable,
): DriverState {
  let now = state;
  const run = runAction(program, slots, { probe });
  for (const item of prologue) {
    if (typeof item === "string") {
      now = drain(
        now,
        run.effect,
        slots,
        (at, each) => item === "until idle" || !isRunningJob(at, each),
      );
      continue;
    }
    startThread(now, program, { todo: [item], closes: [] }, 0);
    const thread = ref("processes", 0);
    for (let steps = 0; now.processes[0] !== null; steps++) {
      if (steps === stepsMax) throw endless(item.name);
      const next = stepOf(now, run.effect, thread) ?? anyStep(now, run.effect, slots, () => true);
      // Only patches and mutants find a fault here: the exploration starts, and ends, with it.
      if (next === null && now.fault !== null) return now;
      if (next === null) throw stuck(item);
      now = next;
    }
  }
  return now;
}

type Effect = ReturnType<typeof runAction>["effect"];

function drain(
  state: DriverState,
  effect: Effect,
  slots: readonly ProcessSlot[],
  may: (state: DriverState, process: Ref<"processes">) => boolean,
): DriverState {
  let now = state;
  for (let steps = 0; steps < stepsMax; steps++) {
    const next = anyStep(now, effect, slots, may);
    if (next === null) return now;
    now = next;
  }
  throw endless("what it leaves running");
}

/** The step of the first process that can take one; null: none can. */
function anyStep(
  state: DriverState,
  effect: Effect,
  slots: readonly ProcessSlot[],
  may: (state: DriverState, process: Ref<"processes">) => boolean,
): DriverState | null {
  for (let index = 0; index < slots.length; index++) {
    const process = ref("processes", index);
    if (state.processes[index] === null || !may(state, process)) continue;
    const next = stepOf(state, effect, process);
    if (next !== null) return next;
  }
  return null;
}

const disabled = Symbol("disabled");

/** Nothing fails: the first alternative of every choice is taken. */
const kit: Kit = {
  choose: (alternatives) => alternatives[0] as (typeof alternatives)[number],
  disabled: () => {
    throw disabled;
  },
  label: () => {},
};

/** A copy that shares nothing with the state. */
export function copyOf(state: DriverState): DriverState {
  // Not structuredClone(), which would keep cells that were made of one object tied together.
  return JSON.parse(JSON.stringify(state)) as DriverState;
}

function stepOf(state: DriverState, effect: Effect, process: Ref<"processes">): DriverState | null {
  const next = copyOf(state);
  try {
    effect(next, process as never, kit);
  } catch (error) {
    if (error === disabled) return null;
    throw error;
  }
  return next;
}

/** Whether a process is a job that the GPU is running. */
function isRunningJob({ processes, requests }: DriverState, process: Ref<"processes">): boolean {
  const request = processes[indexOf(process)]?.stack[0]?.local["request"];
  if (typeof request !== "string") return false;
  const cell = requests[indexOf(request as Ref<"requests">)] ?? null;
  return cell?.kind === "job" && cell.state === "running";
}

function stuck({ name }: Operation): ModelError {
  return new ModelError({
    seen: `The prologue's "${name}" waits for something that nobody will do.`,
    cause: "an operation that needs another thread, or a patch under which it never ends",
    next: "leave the operation out of the prologue, and let a thread do it",
  });
}

function endless(what: string): ModelError {
  return new ModelError({
    seen: `The prologue's "${what}" has not ended after ${stepsMax} steps.`,
    cause: "a loop that ends only when another thread runs, or a patch under which it never does",
    next: "leave the operation out of the prologue, and let a thread do it",
  });
}
