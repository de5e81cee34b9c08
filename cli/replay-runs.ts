/** Replays a trace or a schedule, and tells what came of it. */
import process from "node:process";
import type { Picked } from "../checker/retrace.ts";
import type { System } from "../checker/system.ts";
import type { CheckWords, Trace } from "../checker/trace.ts";
import type { State } from "../counterexamples/plain-run.ts";
import { isInitial, replay, type Replay } from "../counterexamples/replay.ts";
import { NoSchedule, scheduleOf, stepsOf } from "../counterexamples/schedule.ts";
import { Walk } from "../counterexamples/walk.ts";
import { INCOMPLETE, VIOLATED } from "./exit-status.ts";
import { emitJson } from "./json-output.ts";
import type { Run } from "./plan.ts";
import { counted } from "./render/numbers.ts";
import { renderReplay } from "./render/replay.ts";
import { headOf, oneRunOf, openTrace, type OpenTrace } from "./saved-traces.ts";
import { terminalOf } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { saveTraces } from "./written-files.ts";

/** With a schedule, what to build and how; else `what` is the path of a trace. */
export interface ReplayRequest extends CheckWords {
  readonly schedule: string | undefined;
  readonly save: string | undefined;
  readonly json: boolean;
}

/** What there is to tell of a replay. */
export interface ReplayReport {
  readonly what: string;
  readonly trace: Trace;
  readonly run: Run;
  readonly replay: Replay;
  /** null: the steps cannot be taken any more. */
  readonly schedule: string | null;
  /** Paths of what was saved. */
  readonly saved: readonly string[];
}

/** Yields the exit status. */
export async function replayRuns(request: ReplayRequest): Promise<number> {
  const { what, schedule, save } = request;
  const { trace, run } =
    schedule === undefined ? await openTrace(what) : await openSchedule(request, schedule);
  // From a state that is none of the system's, recipes cannot be run.
  const hasStart = isInitial(run.system, trace.initial);
  const report: ReplayReport = {
    what,
    trace,
    run,
    replay: replay(run.system, trace),
    schedule: hasStart ? scheduleOf(run.system, trace.initial as State, trace.steps) : null,
    saved: save === undefined ? [] : saveTraces(save, [trace]),
  };
  const status = report.replay.outcome === "violated" ? VIOLATED : INCOMPLETE;
  if (request.json) emitJson(replayAsJson(report, status));
  else {
    const terminal = terminalOf(process.stdout, process.env);
    process.stdout.write(`${renderReplay(report, terminal)}\n`);
  }
  return status;
}

/** Yields the trace that a schedule stands for, to the first property that its end violates. */
async function openSchedule(request: ReplayRequest, schedule: string): Promise<OpenTrace> {
  const run = await oneRunOf(request);
  const walk = new Walk(run.system);
  const steps = picksOf(run.system, schedule);
  for (const step of steps) walk.take(step);
  const [violated] = walk.violated();
  if (violated !== undefined) return { trace: walk.trace(headOf(run, violated)), run };
  throw new UsageError(
    `--schedule: it takes ${counted(steps.length, "step")}, and no property is violated at its end`,
  );
}

function picksOf(system: System, schedule: string): Picked[] {
  try {
    return stepsOf(system, schedule);
  } catch (error) {
    if (error instanceof NoSchedule) throw new UsageError(`--schedule: ${error.message}`);
    throw error;
  }
}

/** What `--json` prints when the command failed. */
export function failedReplayDocument(status: number, error: string): object {
  return { ...head, status, trace: null, outcome: null, error };
}

const head = { format: "drmcheck replay", version: 1 } as const;

function replayAsJson(
  { trace, replay: found, schedule, saved }: ReplayReport,
  status: number,
): object {
  const { outcome } = found;
  const rest =
    found.outcome === "violated"
      ? { steps: trace.steps.length, why: null, enabled: [] }
      : { steps: found.steps, why: found.why, enabled: found.enabled };
  return {
    ...head,
    status,
    outcome,
    ...rest,
    property: trace.property,
    schedule,
    saved,
    trace,
    error: null,
  };
}
