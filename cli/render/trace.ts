/**
 * A trace as a numbered list: who did what, taken from where, and which leaves of the state
 * changed.
 */
import type { Json } from "../../checker/json.ts";
import type { Change, TraceStep } from "../../checker/trace.ts";
import type { Violation } from "../../checker/verdict.ts";
import type { Run } from "../plan.ts";
import type { Terminal } from "../terminal.ts";
import { changeLines } from "./changes.ts";
import { counted } from "./numbers.ts";
import { painter, type Paint } from "./paint.ts";
import { value } from "./value.ts";
import { wrap } from "./wrap.ts";

interface Page {
  readonly paint: Paint;
  readonly width: number;
  /** Columns that the numbers of the steps take. */
  readonly margin: number;
  /** Leaves to leave out. */
  readonly frames: RegExp | null;
}

/**
 * Yields a violation: the property, its claim, the command that replays it, the steps that lead
 * there.
 */
export function renderViolation(
  { property, claim, trace }: Violation,
  { command, system, frames }: Run,
  { colours, width }: Terminal,
): string {
  const { initial, steps } = trace;
  const paint = painter(colours);
  const page = { paint, width, frames, margin: String(steps.length).length + 2 };
  const where =
    steps.length === 0 ? "in an initial state" : `after ${counted(steps.length, "step")}`;
  const start = steps.length === 0 || system.initials.length > 1;
  return [
    `${paint("red", property)} is violated ${where}`,
    wrap("  Claim:  ", claim, width),
    `  Replay: ${command}`,
    ...(frames === null ? [] : ["  Hidden: the frames of processes; --json has every leaf"]),
    "",
    ...(start ? [renderInitial(initial, page)] : []),
    ...steps.map((step, index) => renderStep(step, index + 1, page)),
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

function renderStep(step: TraceStep, number: number, page: Page): string {
  const { paint, width, margin } = page;
  const prefix = `${String(number).padStart(margin)}  `;
  const indent = " ".repeat(prefix.length);
  const [first = "", ...others] = byProcedure(headOf(step));
  const cited = step.source === null ? "" : `[${step.source}]`;
  const beside =
    others.length === 0 && prefix.length + first.length + 2 + cited.length <= Math.min(width, 100);
  const lines = [
    paint("bold", wrap(prefix, first, width)),
    ...others.map((part) => paint("bold", wrap(`${indent}  `, part, width))),
  ];
  if (cited !== "" && beside) lines[0] += `  ${paint("dim", cited)}`;
  if (cited !== "" && !beside) lines.push(paint("dim", wrap(indent, cited, width)));
  return [...lines, ...renderChanges(step.changes, page)].join("\n");
}

/**
 * Takes `thread: f: one; two; g: three` apart before each procedure: `thread: f: one; two` and
 * `g: three`.
 */
function byProcedure(head: string): string[] {
  return head.split(/; (?=[A-Za-z_][\w()]*: )/);
}

/**
 * `thread 1: i915_vma_unbind_async: lock vm->mutex`, or `RMPrepare(2)` where a step has no label.
 */
function headOf({ action, choice, chosen, process, label }: TraceStep): string {
  const instance = choice === null ? action : `${action}(${value(choice)})`;
  const who = process ?? (label === null ? null : instance);
  const picks = chosen.length === 0 ? "" : `, choosing ${chosen.map(value).join(", ")}`;
  return `${who === null ? "" : `${who}: `}${label ?? instance}${picks}`;
}

function renderChanges(changes: readonly Change[], page: Page): string[] {
  const { paint, width, margin, frames } = page;
  const indent = " ".repeat(margin + 6);
  if (changes.length === 0) return [paint("dim", `${indent}nothing changes`)];
  const lines = changeLines(changes.filter(({ path }) => frames?.test(path) !== true));
  const longest = Math.max(...lines.map((each) => each.path.length));
  const column = Math.min(longest, 40, Math.floor(width / 2));
  return lines.map(({ path, text }) => {
    const padding = " ".repeat(Math.max(0, column - path.length) + 2);
    const beside = indent.length + path.length + padding.length + text.length;
    const leaf = paint("cyan", path);
    if (beside <= width) return `${indent}${leaf}${padding}${text}`;
    return `${indent}${leaf}\n${wrap(`${indent}    `, text, width)}`;
  });
}
