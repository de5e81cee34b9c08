/**
 * A trace as a numbered list: who did what, taken from where, and which leaves of the state
 * changed.
 */
import type { Json } from "../../checker/json.ts";
import type { Violation } from "../../checker/verdict.ts";
import type { Run } from "../plan.ts";
import type { Terminal } from "../terminal.ts";
import { quote } from "../replay-command.ts";
import { counted } from "./numbers.ts";
import { painter, type Paint } from "../../counterexamples/render/paint.ts";
import { value } from "../../counterexamples/render/value.ts";
import { wrap } from "../../counterexamples/render/wrap.ts";
import {
  actorName,
  nobody,
  storyOf,
  type Story,
  type StoryStep,
} from "../../counterexamples/render/story.ts";

interface Page {
  readonly paint: Paint;
  readonly width: number;
  /** Columns that the numbers of the steps take. */
  readonly margin: number;
}

/**
 * Yields a violation: the property, its claim, the command that replays it, the steps that lead
 * there.
 */
export function renderViolation(
  { property, claim, trace }: Violation,
  { command, system, frames }: Run,
  { colours, width }: Terminal,
  saved?: string,
): string {
  const { initial, steps } = trace;
  const paint = painter(colours);
  const page = { paint, width, margin: String(steps.length).length + 2 };
  const where =
    steps.length === 0 ? "in an initial state" : `after ${counted(steps.length, "step")}`;
  const start = steps.length === 0 || system.initials.length > 1;
  return [
    `${paint("red", property)} is violated ${where}`,
    wrap("  Claim:  ", claim, width),
    saved === undefined ? `  Replay: ${command}` : `  Replay: drmcheck replay ${quote(saved)}`,
    ...(frames === null ? [] : ["  Hidden: the frames of processes; --json has every leaf"]),
    "",
    ...(start ? [renderInitial(initial, page)] : []),
    ...renderSteps(storyOf(trace, frames), page),
  ].join("\n");
}

function renderInitial(initial: Json, { paint, width, margin }: Page): string {
  const prefix = " ".repeat(margin + 2);
  const head = `${prefix}${paint("bold", "the initial state")}`;
  if (initial === null || typeof initial !== "object") return `${head} ${value(initial)}`;
  const parts = Object.entries(initial);
  const column = Math.max(0, ...parts.map(([name]) => name.length));
  const lines = parts.map(([name, part]) =>
    wrap(`${prefix}    ${name.padEnd(column)}  `, value(part), width),
  );
  return [head, ...lines].join("\n");
}

/** The steps, with the process over the first of those that it takes in a row. */
function renderSteps({ actors, steps }: Story, page: Page): string[] {
  return steps.flatMap((step, index) => {
    const actor = actors[step.actor];
    // A system without processes needs no word about who acts.
    const isSame = index === 0 ? actor?.name === nobody : steps[index - 1]?.actor === step.actor;
    const heading = isSame || actor === undefined ? [] : [page.paint("bold", actorName(actor))];
    return [...heading, ...renderStep(step, page)];
  });
}

function renderStep(step: StoryStep, page: Page): string[] {
  const { paint, width, margin } = page;
  const prefix = `${String(step.number).padStart(margin)}  `;
  const indent = " ".repeat(prefix.length);
  const [first = "", ...others] = step.parts.map((part, index) =>
    wrap(index === 0 ? prefix : indent, part, width, indent.length + 2),
  );
  const cited = step.source === null ? "" : `[${step.source}]`;
  const end = first.length - (first.lastIndexOf("\n") + 1);
  const beside = cited !== "" && end + 2 + cited.length <= Math.min(width, 100);
  return [
    paintHead(first, paint) + (beside ? `  ${paint("dim", cited)}` : ""),
    ...others.map((part) => paintHead(part, paint)),
    ...(cited === "" || beside ? [] : [paint("dim", wrap(indent, cited, width))]),
    ...renderChanges(step, page),
  ];
}

/** Paints the procedure, or all where none is named. */
function paintHead(text: string, paint: Paint): string {
  const [, before = "", name = text, rest = ""] =
    /^( *\d* +)([A-Za-z_][\w()]*:)( .*)$/s.exec(text) ?? [];
  return before + paint("bold", name) + rest;
}

function renderChanges({ changes, isIdle }: StoryStep, page: Page): string[] {
  const { paint, width, margin } = page;
  const indent = " ".repeat(margin + 6);
  if (isIdle) return [paint("dim", `${indent}nothing changes`)];
  const longest = Math.max(...changes.map((each) => each.path.length));
  const column = Math.min(longest, 40, Math.floor(width / 2));
  return changes.map(({ path, text }) => {
    const start = `${indent}${path.padEnd(column)}  `;
    const fits = start.length + text.length <= width || start.length <= width / 2;
    const line = fits
      ? wrap(start, text, width)
      : `${indent}${path}\n${wrap(`${indent}    `, text, width)}`;
    return `${indent}${paint("cyan", path)}${line.slice(indent.length + path.length)}`;
  });
}
