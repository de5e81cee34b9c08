/** Minimises a trace, writes the result, and says how much of it is known to be the least. */
import process from "node:process";
import type { CheckWords, Trace } from "../checker/trace.ts";
import { minimise, type Minimised } from "../counterexamples/minimise/minimise.ts";
import type { Size } from "../counterexamples/minimise/size.ts";
import { painter } from "../counterexamples/render/paint.ts";
import { traceFileName, traceText } from "../counterexamples/trace-file.ts";
import { checkRun } from "./check-run.ts";
import { HOLDS, INCOMPLETE } from "./exit-status.ts";
import { interruptSignal } from "./interrupt.ts";
import { emitJson } from "./json-output.ts";
import type { Run } from "./plan.ts";
import { counted } from "./render/numbers.ts";
import { redrawnLine } from "./render/redrawn-line.ts";
import { openReplaying, oneRunOf } from "./saved-traces.ts";
import { terminalOf } from "./terminal.ts";
import { refuseUnwritable, writeText } from "./written-files.ts";

export interface MinimiseRequest {
  /** The file of a trace, or the scenario or module that is searched for one. */
  readonly from: { readonly file: string } | { readonly search: CheckWords };
  /** The file to write; null: named after what it is made of. */
  readonly out: string | null;
  readonly elapsedMsMax: number;
  readonly json: boolean;
}

/** Yields the exit status. */
export async function minimiseTrace(request: MinimiseRequest): Promise<number> {
  const { elapsedMsMax, json } = request;
  if (request.out !== null) refuseUnwritable(request.out);
  const begun = performance.now();
  const signal = interruptSignal();
  const opened = await open(request, signal);
  if (opened.trace === null) return tellOfNothing(request, opened);
  const { trace, run, name } = opened;
  const line = redrawnLine(process.stderr);
  const left = Math.max(0, elapsedMsMax - (performance.now() - begun));
  const options = { elapsedMsMax: left, signal, onStage: line.show };
  const result = await minimise(run.family, trace, options).finally(line.clear);
  const out = request.out ?? opened.out;
  writeText(out, traceText(result.trace));
  const status = Object.values(result.proved).every(Boolean) ? HOLDS : INCOMPLETE;
  if (json) {
    emitJson({ ...head, status, error: null, file: out, ...result });
  } else process.stdout.write(`${rendered({ name, out, run }, result)}\n`);
  return status;
}

interface Opened {
  /** What messages call it. */
  readonly name: string;
  readonly run: Run;
  /** null: no property is violated. */
  readonly trace: Trace | null;
  /** Whether all was searched that there is. */
  readonly isWhole: boolean;
  /** The file to write, if none was named. */
  readonly out: string;
}

/** Opens the trace that was named, or searches one. */
async function open(request: MinimiseRequest, signal: AbortSignal): Promise<Opened> {
  const { from, elapsedMsMax } = request;
  if ("file" in from) {
    const out = from.file.replace(/(?:\.min)?(?:\.json)?$/, ".min.json");
    return { name: from.file, ...(await openReplaying(from.file)), isWhole: true, out };
  }
  const run = await oneRunOf(from.search);
  const { outcome, violations } = await checkRun(run, { elapsedMsMax, signal });
  const trace = violations[0]?.trace ?? null;
  const out = trace === null ? "" : traceFileName(trace).replace(/\.json$/, ".min.json");
  return { name: run.name, run, trace, isWhole: outcome !== "incomplete", out };
}

function tellOfNothing({ json }: MinimiseRequest, { name, isWhole }: Opened): number {
  const status = isWhole ? HOLDS : INCOMPLETE;
  const why = isWhole ? "holds" : "violates nothing as far as it was searched";
  if (json) emitJson({ ...head, status, error: null, trace: null, why: `${name} ${why}` });
  else process.stdout.write(`${name} ${why}: there is nothing to minimise${isWhole ? "" : hint}\n`);
  return status;
}

const hint = " yet; --elapsed-max gives it more time";

const head = { format: "drmcheck minimise", version: 1 } as const;

/** What `--json` prints when there is no result. */
export function failedMinimiseDocument(status: number, error: string): object {
  return { ...head, status, error, trace: null };
}

/** One and several of each part of the size. */
const words: Readonly<Record<keyof Size, readonly [string, string]>> = {
  switches: ["context switch", "context switches"],
  actors: ["process", "processes"],
  instances: ["different action", "different actions"],
  objects: ["object", "objects"],
  cells: ["cell in use at once", "cells in use at once"],
  operations: ["operation", "operations"],
  injections: ["injected failure", "injected failures"],
  steps: ["step", "steps"],
};

function rendered(
  { name, out, run }: { name: string; out: string; run: Run },
  { from, size, proved, dropped }: Minimised,
): string {
  const paint = painter(terminalOf(process.stdout, process.env).colours);
  const isScenario = from.operations > 0;
  const isShown = (part: keyof Size): boolean =>
    part === "instances"
      ? from.instances !== from.actors
      : part === "switches" || (from[part] > 0 && (part !== "cells" || isScenario));
  const row = (part: keyof Size): string => {
    const before = from[part] === size[part] ? "" : `, before ${from[part]}`;
    const sure = proved[part]
      ? paint("green", "the fewest there are")
      : "the fewest found in the time";
    return `  ${counted(size[part], ...words[part])}${before}: ${sure}`;
  };
  const parts = Object.keys(words) as (keyof Size)[];
  const less = dropped.map((id) => run.family.nameOf(id));
  return [
    `${paint("bold", name)}: minimised`,
    ...parts.filter(isShown).map(row),
    ...(less.length === 0 ? [] : [`  It does without ${less.join(", ")}`]),
    `  Saved: ${out}`,
  ].join("\n");
}
