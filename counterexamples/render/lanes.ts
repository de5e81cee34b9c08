/**
 * Lanes for a terminal: one column a process, a dot where it takes a step, and beside it what the
 * step does and which leaves it changes.
 */
import { actorName, nobody, type Story } from "./story.ts";
import type { ChangeLine } from "./changes.ts";
import { painter, type Paint } from "./paint.ts";
import { shownOnLine } from "./shown.ts";
import { wrap } from "./wrap.ts";

export interface Page {
  readonly width: number;
  readonly colours: boolean;
}

/** A line of the lanes: one step, or several of one process in a row. */
export interface Row {
  /** Steps, from 1. */
  readonly first: number;
  readonly last: number;
  /** Position among the actors. */
  readonly actor: number;
  readonly parts: readonly string[];
  readonly source: string | null;
  readonly changes: readonly ChangeLine[];
  /** The violation does not come from it: it is greyed out, and its dot is hollow. */
  readonly isAside: boolean;
}

/** Names of the columns: A to Z, then A1 and on. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26)}`;
}

/** Yields what is violated where, and lanes of all steps. */
export function renderLanes(story: Story, page: Page): string {
  return `${renderHead(story, page)}\n\n${renderRows(story, plainRows(story), page)}`;
}

/** Yields what is violated where. */
export function renderHead({ trace }: Story, { width, colours }: Page): string {
  const paint = painter(colours);
  const [system = "", property = "", claim = ""] = [trace.system, trace.property, trace.claim].map(
    shownOnLine,
  );
  const what = `${paint("red", property)} is violated`;
  const isShort = `${system}: ${property} is violated`.length <= width;
  const name = wrap("", system, width - 1, 4)
    .split("\n")
    .map((line) => paint("bold", line));
  const head = `${name.join("\n")}: `;
  return [
    ...(isShort ? [head + what] : [head.trimEnd(), `  ${what}`]),
    wrap("  ", claim, width),
  ].join("\n");
}

/** A row a step. */
export function plainRows({ steps }: Story): Row[] {
  return steps.map(({ number, actor, parts, source, changes }) => {
    return { first: number, last: number, actor, parts, source, changes, isAside: false };
  });
}

/** Yields the lanes of some rows, headed by who they are. */
export function renderRows(
  { actors: all, steps }: Story,
  rows: readonly Row[],
  { width, colours }: Page,
): string {
  if (steps.length === 0) return "  It is so at the start.";
  const paint = painter(colours);
  // Where no step names a process there are no lanes to tell apart.
  const actors = all.every(({ name }) => name === nobody) ? [] : all;
  const names = actors.map((_, index) => columnName(index));
  const lanes = actors.map(({ first, last, ...actor }, index) => {
    const range = first === last ? `step ${first}` : `steps ${first} to ${last}`;
    const name = paint("bold", shownOnLine(actorName(actor)));
    return `  ${(names[index] ?? "").padEnd(3)} ${name}, ${range}`;
  });
  const isFolded = rows.some(({ first, last }) => first < last);
  const margin = String(steps.length).length * (isFolded ? 2 : 1) + (isFolded ? 1 : 0) + 2;
  const head = `${" ".repeat(margin)}  ${names.map((name) => name.padEnd(2)).join("")}`;
  return [
    ...(actors.length === 0 ? [] : [...lanes, "", paint("bold", head.trimEnd())]),
    ...rows.flatMap((row) => renderRow(row, actors, { width, paint, margin })),
  ].join("\n");
}

interface Sheet {
  readonly width: number;
  readonly paint: Paint;
  readonly margin: number;
}

function renderRow(row: Row, actors: Story["actors"], { width, paint, margin }: Sheet): string[] {
  const dot = row.isAside ? paint("dim", "○ ") : paint("bold", "● ");
  const lanes = (isFirst: boolean): string =>
    actors
      .map(({ first, last }, index) => {
        if (index === row.actor && isFirst) return dot;
        const isThere = first <= row.first && (isFirst ? row.last <= last : row.last < last);
        return isThere ? paint("dim", "│ ") : "  ";
      })
      .join("");
  const gutter = margin + 2 + 2 * actors.length;
  const lines = textOf(row, paint, Math.max(width - gutter - 1, 30));
  const number = row.first === row.last ? String(row.first) : `${row.first}-${row.last}`;
  return lines.map((line, index) => {
    const label = index === 0 ? number.padStart(margin) : " ".repeat(margin);
    const gap = actors.length === 0 ? "" : " ";
    return `${label}  ${lanes(index === 0)}${gap}${line}`.trimEnd();
  });
}

function textOf({ parts, source, changes, isAside }: Row, paint: Paint, room: number): string[] {
  return [
    ...parts.flatMap((part) =>
      wrap("", shownOnLine(part), room, 2)
        .split("\n")
        .map((line) => paint(isAside ? "dim" : "bold", line)),
    ),
    ...(source === null
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
}
