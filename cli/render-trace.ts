/**
 * Shows a trace in the form that is asked for. It needs no system: the trace stands alone. A page
 * has room for the explanation as well, where the system is to be had.
 */
import process from "node:process";
import type { Trace } from "../checker/trace.ts";
import { explain, type Explanation } from "../counterexamples/explain/explain.ts";
import { renderDot } from "../counterexamples/render/dot.ts";
import { renderHtml } from "../counterexamples/render/html.ts";
import { renderItf } from "../counterexamples/render/itf.ts";
import { renderLanes } from "../counterexamples/render/lanes.ts";
import { renderMarkdown } from "../counterexamples/render/markdown.ts";
import { renderMermaid } from "../counterexamples/render/mermaid.ts";
import { storyOf, type Story } from "../counterexamples/render/story.ts";
import { traceText } from "../counterexamples/trace-file.ts";
import { describeError } from "./describe-error.ts";
import { driverCells, otherCells } from "./driver-cells.ts";
import { driverFrames } from "./plan.ts";
import { quote } from "./replay-command.ts";
import { openReplaying, readTrace } from "./saved-traces.ts";
import { terminalOf, type Terminal } from "./terminal.ts";
import { refuseSameFile, writeText } from "./written-files.ts";

export const formats = ["lanes", "html", "markdown", "mermaid", "dot", "itf", "json"] as const;
export type Format = (typeof formats)[number];

type Renderer = (story: Story, file: string, terminal: Terminal) => string | Promise<string>;

const renderers: Readonly<Record<Format, Renderer>> = {
  lanes: (story, _, terminal) => `${renderLanes(story, terminal)}\n`,
  html: async (story, file) =>
    renderHtml(story, {
      command: replayCommandOf(file),
      hidden: framesOf(story.trace),
      cells: story.trace.scenario === null ? otherCells : driverCells,
      explanation: await explanationOf(file),
    }),
  markdown: (story, file) => renderMarkdown(story, replayCommandOf(file)),
  mermaid: (story) => renderMermaid(story),
  dot: (story) => renderDot(story),
  itf: (story) => renderItf(story),
  json: ({ trace }) => traceText(trace),
};

export interface RenderRequest {
  readonly file: string;
  readonly format: Format;
  /** The file to write; null: standard output. */
  readonly out: string | null;
}

export async function renderTrace({ file, format, out }: RenderRequest): Promise<void> {
  if (out !== null) refuseSameFile(out, file);
  const trace = readTrace(file);
  const story = storyOf(trace, framesOf(trace));
  const stream = out === null ? process.stdout : { isTTY: false };
  const text = await renderers[format](story, file, terminalOf(stream, process.env));
  if (out === null) process.stdout.write(text);
  else writeText(out, text);
}

const replayCommandOf = (file: string): string => `drmcheck replay ${quote(file)}`;

/** Leaves of the driver that are frames of its processes; null: the trace is not of the driver. */
const framesOf = ({ scenario }: Trace): RegExp | null => (scenario === null ? null : driverFrames);

/** Explains the trace in a file; null: its system cannot be had, or it does not replay there. */
async function explanationOf(file: string): Promise<Explanation | null> {
  try {
    const { trace, run } = await openReplaying(file);
    return await explain(run.system, trace);
  } catch (error) {
    process.stderr.write(`The page lacks the explanation: ${describeError(error)}\n`);
    return null;
  }
}
