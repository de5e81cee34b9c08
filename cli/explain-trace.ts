/** Explains a trace: the steps in lanes, who held what, what it took, and what to do next. */
import process from "node:process";
import { explain } from "../counterexamples/explain/explain.ts";
import { renderExplanation } from "../counterexamples/render/explanation.ts";
import { renderLanes } from "../counterexamples/render/lanes.ts";
import { painter } from "../counterexamples/render/paint.ts";
import { storyOf } from "../counterexamples/story.ts";
import { HOLDS } from "./exit-status.ts";
import { emitJson } from "./json-output.ts";
import { quote } from "./replay-command.ts";
import { openReplaying } from "./saved-traces.ts";
import { terminalOf } from "./terminal.ts";

export interface ExplainRequest {
  readonly file: string;
  readonly json: boolean;
}

/** Yields the exit status. */
export async function explainTrace({ file, json }: ExplainRequest): Promise<number> {
  const { trace, run } = await openReplaying(file);
  const explanation = await explain(run.system, trace);
  if (json) {
    emitJson({ ...head, status: HOLDS, error: null, file, ...explanation, trace });
    return HOLDS;
  }
  const terminal = terminalOf(process.stdout, process.env);
  const story = storyOf(trace, run.frames);
  const next = ["replay", "step", "to-test"].map(
    (command) => `  drmcheck ${command} ${quote(file)}`,
  );
  const parts = [
    renderLanes(story, terminal, explanation.slice),
    renderExplanation(story, explanation, terminal),
    [painter(terminal.colours)("bold", "Next"), ...next].join("\n"),
  ];
  process.stdout.write(`${parts.filter((part) => part !== "").join("\n\n")}\n`);
  return HOLDS;
}

const head = { format: "drmcheck explain", version: 1 } as const;

/** What `--json` prints when the command failed. */
export function failedExplainDocument(status: number, error: string): object {
  return { ...head, status, error, trace: null };
}
