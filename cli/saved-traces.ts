/** Opens traces in files, together with the systems that they are of. */
import { readFileSync } from "node:fs";
import { nearestName } from "../checker/nearest-name.ts";
import type { CheckWords, Trace } from "../checker/trace.ts";
import type { TraceHead } from "../checker/trace-builder.ts";
import { claimOf } from "../checker/wording.ts";
import { NoTrace, parseTrace } from "../counterexamples/trace-file.ts";
import { replay } from "../counterexamples/replay.ts";
import { looksLikePath } from "./catalogue.ts";
import { planRuns, type Run } from "./plan.ts";
import { quote } from "./replay-command.ts";
import { UsageError } from "./usage-error.ts";

/** A trace and the run that it is of. */
export interface OpenTrace {
  readonly trace: Trace;
  readonly run: Run;
}

/** Opens the trace in the file at `path`. */
export async function openTrace(path: string): Promise<OpenTrace> {
  const trace = readTrace(path);
  return { trace, run: await runOf(trace, path) };
}

/** Yields the run that a trace is of, which messages call `path`. */
export async function runOf(trace: Trace, path: string = "the trace"): Promise<Run> {
  const words = trace.words ?? wordsOf(path, trace);
  const runs = await runsOf(words).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    const isOfModules = [words.what, ...words.patch, ...words.spec].some(looksLikePath);
    const hint = isOfModules ? "; paths are looked up from the folder that this runs in" : "";
    throw new UsageError(`${path} is a trace of what cannot be had here: ${error.message}${hint}`);
  });
  const run = runs.find(({ system }) => system.name === trace.system);
  if (run !== undefined) return run;
  const names = runs.map(({ system }) => system.name);
  throw new UsageError(
    `${path} is a trace of "${trace.system}", which ${words.what} is not; ` +
      nearestName(trace.system, names),
  );
}

/** Opens a trace that goes as it says, to its violation. */
export async function openReplaying(path: string): Promise<OpenTrace> {
  const opened = await openTrace(path);
  const replayed = replay(opened.run.system, opened.trace);
  if (replayed.outcome === "violated") return opened;
  throw new UsageError(
    `${path} does not replay: ${replayed.why}; \`drmcheck replay ${quote(path)}\` tells more`,
  );
}

/** Yields the runs that the words of a command line stand for. */
async function runsOf({ what, patch, without, spec, drop }: CheckWords): Promise<Run[]> {
  return planRuns({
    what: [what],
    patch,
    without,
    spec,
    drop,
    json: false,
    coverage: false,
    strict: false,
    verifyPurity: false,
  });
}

/** Yields the one run that the words of a command line stand for. Throws a UsageError. */
export async function oneRunOf(words: CheckWords): Promise<Run> {
  const runs = await runsOf(words);
  const [run] = runs;
  if (run !== undefined && runs.length === 1) return run;
  const names = runs.map(({ name }) => name).join(", ");
  if (looksLikePath(words.what)) {
    throw new UsageError(
      `${words.what} exports several systems (${names}); export one alone from another module`,
    );
  }
  throw new UsageError(`${words.what} has several systems; name one of them: ${names}`);
}

/** What a trace of a run to the violation of a property says of itself. */
export function headOf({ system, origin }: Run, property: string): TraceHead {
  const { scenario, patches, without, drop = [], words = null } = origin;
  const claim = claimOf(system, property);
  const from = { system: system.name, scenario, patches, without, drop, words, seed: null };
  return { ...from, property, claim };
}

/** Yields the trace in the file at `path`. */
export function readTrace(path: string): Trace {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} cannot be read: ${why}`);
  }
  try {
    return parseTrace(text);
  } catch (error) {
    if (error instanceof NoTrace) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

/** Where a trace that was not made by the command line comes from. */
function wordsOf(path: string, { scenario, patches, without, drop }: Trace): CheckWords {
  if (scenario !== null) return { what: scenario, patch: patches, without, spec: [], drop };
  throw new UsageError(
    `${path} does not say where its system comes from; ` +
      "save it with `drmcheck check ./module.ts --save traces`",
  );
}
