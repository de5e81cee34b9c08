/**
 * Lanes for a terminal: one column a process, a dot where it takes a step, and beside it what the
 * step does and which leaves it changes.
 */
import { actorName, type Story, type StoryStep } from "../story.ts";
import { painter, type Paint } from "./paint.ts";
import { shownOnLine } from "./shown.ts";
import { wrap } from "./wrap.ts";

export interface Page {
  readonly width: number;
  readonly colours: boolean;
}

/** Names of the columns: A to Z, then A1 and on. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26)}`;
}

/**
 * Yields the lanes, headed by who they are. With `slice`, steps that it does not count are greyed
 * out where there are colours, and lose their changes.
 */
export function renderLanes(
  story: Story,
  { width, colours }: Page,
  slice?: readonly boolean[],
): string {
  const { trace, actors, steps } = story;
  const paint = painter(colours);
  const names = actors.map((_, index) => columnName(index));
  const lanes = actors.map(({ first, last, ...actor }, index) => {
    const range = first === last ? `step ${first}` : `steps ${first} to ${last}`;
    const name = paint("bold", shownOnLine(actorName(actor)));
    return `  ${(names[index] ?? "").padEnd(3)} ${name}, ${range}`;
  });
  const margin = String(steps.length).length + 2;
  const head = `${" ".repeat(margin)}  ${names.map((name) => name.padEnd(2)).join("")}`;
  const [system, property, claim] = [trace.system, trace.property, trace.claim].map(shownOnLine);
  const title = [
    `${paint("bold", system ?? "")}: ${paint("red", property ?? "")} is violated`,
    wrap("  ", claim ?? "", width),
    "",
  ];
  if (steps.length === 0) return [...title, "  It is so at the start."].join("\n");
  return [
    ...title,
    ...lanes,
    "",
    paint("bold", head.trimEnd()),
    ...steps.flatMap((step, index) => {
      const isGrey = slice?.[index] === false;
      return renderStep(step, story, { width, paint, margin, isGrey });
    }),
  ].join("\n");
}

interface Sheet {
  readonly width: number;
  readonly paint: Paint;
  readonly margin: number;
  /** The step does not count. */
  readonly isGrey: boolean;
}

function renderStep(
  step: StoryStep,
  { actors }: Story,
  { width, paint, margin, isGrey }: Sheet,
): string[] {
  const { number, actor, parts, source } = step;
  const changes = isGrey ? [] : step.changes;
  const lanes = (isFirst: boolean): string =>
    actors
      .map(({ first, last }, index) => {
        if (index === actor && isFirst) return paint("bold", "● ");
        const isThere = first <= number && (isFirst ? number <= last : number < last);
        return isThere ? paint("dim", "│ ") : "  ";
      })
      .join("");
  const gutter = margin + 2 + 2 * actors.length;
  const room = Math.max(width - gutter - 1, 30);
  const lines = [
    ...parts.flatMap((part) =>
      wrap("", shownOnLine(part), room, 2)
        .split("\n")
        .map((line) => paint(isGrey ? "dim" : "bold", line)),
    ),
    ...(source === null || isGrey
      ? []
      : wrap("", `[${shownOnLine(source)}]`, room, 1)
          .split("\n")
          .map((line) => paint("dim", line))),
    ...changes.flatMap((change) => {
      const [path = "", text = ""] = [change.path, change.text].map(shownOnLine);
      const [first = "", ...rest] = wrap(`  ${path}  `, text, room, 6).split("\n");
      return [`  ${paint("cyan", path)}${first.slice(path.length + 2)}`, ...rest];
    }),
  ];
  return lines.map((line, index) => {
    const label = index === 0 ? String(number).padStart(margin) : " ".repeat(margin);
    return `${label}  ${lanes(index === 0)} ${line}`.trimEnd();
  });
}
