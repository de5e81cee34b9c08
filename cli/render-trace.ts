/** Shows a trace in the form that is asked for. It needs no system: the trace stands alone. */
import process from "node:process";
import { renderDot } from "../counterexamples/render/dot.ts";
import { renderItf } from "../counterexamples/render/itf.ts";
import { renderLanes } from "../counterexamples/render/lanes.ts";
import { renderMarkdown } from "../counterexamples/render/markdown.ts";
import { renderMermaid } from "../counterexamples/render/mermaid.ts";
import { storyOf, type Story } from "../counterexamples/story.ts";
import { traceText } from "../counterexamples/trace-file.ts";
import { driverFrames } from "./plan.ts";
import { quote } from "./replay-command.ts";
import { readTrace, writeText } from "./saved-traces.ts";
import { terminalOf, type Terminal } from "./terminal.ts";

export const formats = ["lanes", "markdown", "mermaid", "dot", "itf", "json"] as const;
export type Format = (typeof formats)[number];

type Renderer = (story: Story, file: string, terminal: Terminal) => string;

const renderers: Readonly<Record<Format, Renderer>> = {
  lanes: (story, _, terminal) => `${renderLanes(story, terminal)}\n`,
  markdown: (story, file) => renderMarkdown(story, `drmcheck replay ${quote(file)}`),
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

export function renderTrace({ file, format, out }: RenderRequest): void {
  const trace = readTrace(file);
  const story = storyOf(trace, trace.scenario === null ? null : driverFrames);
  const stream = out === null ? process.stdout : { isTTY: false };
  const text = renderers[format](story, file, terminalOf(stream, process.env));
  if (out === null) process.stdout.write(text);
  else writeText(out, text);
}
