/** The table of published bugs: what caught each of them, how deep, and how many states it took. */
import type { Bug, BugResult } from "../bug-runs.ts";
import type { Terminal } from "../terminal.ts";
import { count, counted, duration } from "./numbers.ts";
import { painter } from "../../counterexamples/render/paint.ts";
import { renderVerdict } from "./verdict.ts";
import { clip, wrap } from "../../counterexamples/render/wrap.ts";

/** How wide the columns are whose width depends on what is in them. */
export interface BugLayout {
  readonly ids: number;
  readonly properties: number;
}

const missed = "NOT CAUGHT";

/** Yields a layout that shows the ids and the properties of these bugs whole. */
export function layOutBugs(bugs: readonly Bug[]): BugLayout {
  return {
    ids: Math.max("bug".length, ...bugs.map(({ bug }) => bug.length)),
    properties: Math.max(missed.length, ...bugs.map(({ caughtBy }) => caughtBy.length)),
  };
}

/** The line above the rows. */
export function renderBugHeading(layout: BugLayout, { colours, rowWidth }: Terminal): string {
  const cells = {
    id: "bug",
    year: "year",
    property: "caught by",
    depth: "depth",
    states: "states",
    time: "time",
    title: "title",
  };
  return painter(colours)("bold", clip(lineOf(cells, layout), rowWidth));
}

/** The row of one bug. Its title comes last, where a narrow terminal cuts it. */
export function renderBugRow(
  { bug, caught, depth, verdict }: BugResult,
  layout: BugLayout,
  { colours, rowWidth }: Terminal,
): string {
  const line = lineOf(
    {
      id: bug.bug,
      year: String(bug.year ?? "-"),
      property: caught ? bug.caughtBy : missed,
      depth: depth === null ? "-" : count(depth),
      states: count(verdict.states),
      time: duration(verdict.elapsedMs),
      title: bug.title,
    },
    layout,
  );
  const shown = clip(line, rowWidth);
  return caught ? shown : painter(colours)("red", shown);
}

interface Cells {
  readonly id: string;
  readonly year: string;
  readonly property: string;
  readonly depth: string;
  readonly states: string;
  readonly time: string;
  readonly title: string;
}

function lineOf(cells: Cells, { ids, properties }: BugLayout): string {
  return [
    cells.id.padEnd(ids),
    cells.year.padStart(4),
    cells.property.padEnd(properties),
    cells.depth.padStart(5),
    cells.states.padStart(9),
    cells.time.padStart(8),
    cells.title,
  ].join("  ");
}

/** All that there is to say of a single bug, its trace included. */
export function renderBug(result: BugResult, terminal: Terminal): string {
  const { bug, caught, verdict } = result;
  const { bold, dim } = stylesFor(terminal);
  const closing = caught
    ? wrap("Caught by ", `${bug.caughtBy}, as it should be.`, terminal.width)
    : verdict.outcome === "incomplete"
      ? "Nothing is known of it: the search was interrupted."
      : renderMissed(result, terminal);
  return [
    `${bold(`${bug.bug}, ${bug.year ?? "no year"}`)}: ${bug.title}`,
    wrap("  ", bug.mechanism, terminal.width),
    dim(wrap("  ", `[${bug.source}]`, terminal.width)),
    "",
    renderVerdict(result, false, terminal),
    "",
    closing,
  ].join("\n");
}

function stylesFor({ colours }: Terminal): Record<"bold" | "dim", (text: string) => string> {
  const paint = painter(colours);
  return { bold: (text) => paint("bold", text), dim: (text) => paint("dim", text) };
}

/** Below the table: the bugs that should have been caught and were not, and a closing line. */
export function renderBugTotals(
  results: readonly BugResult[],
  skipped: readonly string[],
  terminal: Terminal,
): string {
  const escaped = results.filter(({ caught }) => !caught);
  const paragraphs = escaped.map((each) => renderMissed(each, terminal));
  if (skipped.length > 0) {
    paragraphs.push(wrap("Not run: ", `${skipped.join(", ")}.`, terminal.width));
  }
  const caught = results.length - escaped.length;
  const time = results.reduce((sum, { verdict }) => sum + verdict.elapsedMs, 0);
  const all = escaped.length === 0 && skipped.length === 0;
  const rest = [
    ...(escaped.length > 0 ? [`${count(escaped.length)} not caught`] : []),
    ...(skipped.length > 0 ? [`${count(skipped.length)} not run`] : []),
  ];
  const said = [`${all ? "all " : ""}${count(caught)} caught`, ...rest].join(", ");
  const bugs = counted(results.length + skipped.length, "published bug");
  paragraphs.push(`${bugs}: ${said}, in ${duration(time)} of search.`);
  return paragraphs.join("\n\n");
}

/** Says what should have caught a bug, what happened instead, and how to see it. */
function renderMissed({ bug, caughtBy, run }: BugResult, { width, colours }: Terminal): string {
  const instead =
    caughtBy.length === 0 ? "nothing is violated" : `only ${caughtBy.join(", ")} is violated`;
  const text = `should be caught by ${bug.caughtBy} in ${bug.scenario}, but ${instead} there.`;
  const id = painter(colours)("red", bug.bug);
  const lines = wrap(`${bug.bug} `, text, width, 2).slice(bug.bug.length);
  return `${id}${lines}\n  ${run.command}`;
}
