/** Explains a trace: what goes wrong, the steps in lanes, who held what, and what to do next. */
import process from "node:process";
import { explain, type Explanation } from "../counterexamples/explain/explain.ts";
import { briefRows, slicedRows } from "../counterexamples/render/explained-rows.ts";
import { renderLedgers, renderSentences } from "../counterexamples/render/explanation.ts";
import { renderHead, renderRows, type Page } from "../counterexamples/render/lanes.ts";
import { painter } from "../counterexamples/render/paint.ts";
import { storyOf, type Story } from "../counterexamples/render/story.ts";
import { HOLDS } from "./exit-status.ts";
import { emitJson } from "./json-output.ts";
import { quote } from "./replay-command.ts";
import { openReplaying } from "./saved-traces.ts";
import { terminalOf } from "./terminal.ts";

export interface ExplainRequest {
  readonly file: string;
  readonly json: boolean;
  /** Show only the steps that tell the bug. */
  readonly brief: boolean;
}

/** Yields the exit status. */
export async function explainTrace({ file, json, brief }: ExplainRequest): Promise<number> {
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
    renderExplained(story, explanation, { ...terminal, brief }),
    [painter(terminal.colours)("bold", "Next"), ...next].join("\n"),
  ];
  process.stdout.write(`${parts.join("\n\n")}\n`);
  return HOLDS;
}

/** Yields all but what to do next. */
export function renderExplained(
  story: Story,
  explanation: Explanation,
  page: Page & { readonly brief: boolean },
): string {
  const rows = page.brief ? briefRows(story, explanation) : slicedRows(story, explanation);
  const parts = [
    renderHead(story, page),
    renderSentences(story, explanation, page),
    renderRows(story, rows, page),
    renderLedgers(story, explanation, page),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const head = { format: "drmcheck explain", version: 1 } as const;

/** What `--json` prints when the command failed. */
export function failedExplainDocument(status: number, error: string): object {
  return { ...head, status, error, trace: null };
}
