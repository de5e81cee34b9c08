/** Minimises a trace, writes the result, and says how much of it is known to be the least. */
import process from "node:process";
import { minimise, type Minimised, type Size } from "../counterexamples/minimise/minimise.ts";
import { traceText } from "../counterexamples/trace-file.ts";
import { HOLDS, INCOMPLETE } from "./exit-status.ts";
import { interruptSignal } from "./interrupt.ts";
import { emitJson } from "./json-output.ts";
import { counted } from "./render/numbers.ts";
import { redrawnLine } from "./render/redrawn-line.ts";
import { painter } from "../counterexamples/render/paint.ts";
import { openReplaying, writeText } from "./saved-traces.ts";
import { terminalOf } from "./terminal.ts";

export interface MinimiseRequest {
  readonly file: string;
  readonly out: string;
  readonly elapsedMsMax: number;
  readonly json: boolean;
}

/** Yields the exit status. */
export async function minimiseTrace(request: MinimiseRequest): Promise<number> {
  const { file, out, elapsedMsMax, json } = request;
  const { trace, run } = await openReplaying(file);
  const line = redrawnLine(process.stderr);
  const signal = interruptSignal();
  const result = await minimise(run.system, trace, { elapsedMsMax, signal, onStage: line.show });
  line.clear();
  writeText(out, traceText(result.trace));
  const status = Object.values(result.proved).every(Boolean) ? HOLDS : INCOMPLETE;
  if (json) {
    const { from, size, proved, states } = result;
    const head = { format: "drmcheck minimise", version: 1, status, error: null };
    emitJson({ ...head, file: out, from, size, proved, states, trace: result.trace });
  } else process.stdout.write(`${rendered(request, result)}\n`);
  return status;
}

/** What `--json` prints when the command failed. */
export function failedMinimiseDocument(status: number, error: string): object {
  return { format: "drmcheck minimise", version: 1, status, error, trace: null };
}

function rendered({ file, out }: MinimiseRequest, { from, size, proved }: Minimised): string {
  const paint = painter(terminalOf(process.stdout, process.env).colours);
  const row = (part: keyof Size, one: string, many?: string): string => {
    const before = from[part] === size[part] ? "" : `, before ${from[part]}`;
    const sure = proved[part]
      ? paint("green", "the fewest there are")
      : "the fewest found in the time";
    return `  ${counted(size[part], one, many)}${before}: ${sure}`;
  };
  return [
    `${paint("bold", file)}: minimised`,
    row("switches", "context switch", "context switches"),
    row("actors", "process", "processes"),
    row("steps", "step"),
    `  Saved: ${out}`,
  ].join("\n");
}
