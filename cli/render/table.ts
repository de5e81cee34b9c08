/**
 * The table of several runs: a row as soon as each has ended, then the violations and what it all
 * means.
 */
import { premisesInAll, stepsIn } from "../coverage.ts";
import { isClean, type Judgement } from "../judgement.ts";
import type { Conclusion } from "../report.ts";
import type { Terminal } from "../terminal.ts";
import { renderExercised, renderHeld, renderSteps, renderUnexercised } from "./coverage.ts";
import { renderDifferences } from "./differences.ts";
import { count, counted, duration } from "./numbers.ts";
import { painter } from "../../counterexamples/render/paint.ts";
import { paintStanding, standingText } from "./standing.ts";
import { renderViolation } from "./trace.ts";
import { renderRemarks, type Result } from "./verdict.ts";
import { clip, wrap } from "../../counterexamples/render/wrap.ts";

/**
 * The columns behind the name and the verdict. Where the terminal is narrow, the last ones go
 * first.
 */
const COLUMNS: readonly { readonly heading: string; readonly width: number }[] = [
  { heading: "states", width: 11 },
  { heading: "transitions", width: 11 },
  { heading: "depth", width: 5 },
  { heading: "time", width: 9 },
  { heading: "witnesses", width: 9 },
];
const VERDICT_WIDTH = 14;

/** How wide the names are, and how many of the columns behind them are shown. */
export interface TableLayout {
  readonly names: number;
  readonly columns: number;
}

/**
 * Yields the layout that shows these names whole, as long as the terminal has room for one column.
 */
export function layOut(names: readonly string[], { rowWidth: width }: Terminal): TableLayout {
  const longest = Math.max("scenario".length, ...names.map((each) => each.length));
  for (let columns = COLUMNS.length; columns > 1; columns--) {
    if (longest + widthBehind(columns) <= width) return { names: longest, columns };
  }
  return { names: Math.max(Math.min(longest, width - widthBehind(1)), 8), columns: 1 };
}

function widthBehind(columns: number): number {
  const widths = COLUMNS.slice(0, columns).map((each) => each.width + 2);
  return VERDICT_WIDTH + 2 + widths.reduce((sum, width) => sum + width, 0);
}

/** The line above the rows. */
export function renderHeading({ names, columns }: TableLayout, { colours }: Terminal): string {
  const cells = COLUMNS.map(({ heading, width }) => heading.padStart(width)).slice(0, columns);
  const line = ["scenario".padEnd(names), "verdict".padEnd(VERDICT_WIDTH), ...cells].join("  ");
  return painter(colours)("bold", line);
}

/** The row of one run. */
export function renderRow(
  { run, verdict, judgement }: Result,
  { names, columns }: TableLayout,
  { colours }: Terminal,
): string {
  const reached = verdict.witnesses.filter((each) => each.reached).length;
  const total = verdict.witnesses.length;
  const cells = [
    count(verdict.states),
    count(verdict.transitions),
    count(verdict.depth),
    duration(verdict.elapsedMs),
    total === 0 ? "-" : `${reached}/${total}`,
  ].map((cell, index) => cell.padStart(COLUMNS[index]?.width ?? 0));
  const standing = standingText(judgement).padEnd(VERDICT_WIDTH);
  const name = clip(run.name, names).padEnd(names);
  const painted = paintStanding(judgement, standing, painter(colours));
  return [name, painted, ...cells.slice(0, columns)].join("  ");
}

/**
 * All below the table: what each run that is not as it should be has to say, and a closing line.
 */
export function renderConclusion(
  results: readonly Result[],
  {
    skipped,
    missed,
    listed,
  }: Pick<Conclusion, "skipped" | "missed"> & { readonly listed: boolean },
  terminal: Terminal,
): string {
  const details = results
    .filter(({ judgement }) => judgement.standing !== "holds")
    .map((result) => {
      const { run, verdict, judgement } = result;
      const recorded = judgement.standing === "finding" || judgement.standing === "deviates";
      const traces = recorded ? [] : verdict.violations;
      return [
        `${painter(terminal.colours)("bold", run.name)}: ${standingText(judgement)}`,
        ...renderRemarks(judgement, terminal),
        ...(recorded && verdict.outcome === "violated" ? [`  Its trace: ${run.command}`] : []),
        ...traces.map((each) => `\n${renderViolation(each, run, terminal)}`),
      ].join("\n");
    });
  if (skipped.length > 0) details.push(wrap("Not run: ", `${skipped.join(", ")}.`, terminal.width));
  const differences = renderDifferences(results, terminal);
  if (differences.length > 0) details.push(differences.join("\n"));
  details.push(...renderCoverage(results, listed, terminal));
  if (missed.length > 0) {
    const vacuous = `${missed.join(", ")}: what depends on that was not tested.`;
    details.push(wrap("Reached in no run: ", vacuous, terminal.width));
  }
  if (results.length + skipped.length > 1) details.push(closing(results, skipped, terminal));
  return details.join("\n\n");
}

/** What the runs have exercised together, in paragraphs. */
function renderCoverage(results: readonly Result[], listed: boolean, terminal: Terminal): string[] {
  const premises = premisesInAll(results);
  const steps = stepsIn(results.map(({ run }) => run));
  const where = "in any of these runs";
  const paragraphs = [
    listed ? renderHeld(premises, results.length, terminal) : [],
    results.every(isClean) ? renderUnexercised(premises, terminal) : [],
    [
      ...(results.every(isClean) ? renderExercised(premises, terminal) : []),
      ...(steps === null ? [] : renderSteps(steps, { where, listed }, terminal)),
    ],
  ];
  return paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
}

/** `14 runs: 12 hold, 2 are recorded findings.` */
function closing(
  results: readonly Result[],
  skipped: readonly string[],
  { width }: Terminal,
): string {
  const number = (standing: Judgement["standing"]): number =>
    results.filter(({ judgement }) => judgement.standing === standing).length;
  const parts: readonly [number, string, string][] = [
    [number("holds"), "holds", "hold"],
    [number("finding"), "is a recorded finding", "are recorded findings"],
    [number("violated"), "is violated", "are violated"],
    [number("deviates"), "deviates from what it declares", "deviate from what they declare"],
    [number("incomplete"), "is incomplete", "are incomplete"],
    [number("witness missed"), "missed a witness", "missed a witness"],
    [skipped.length, "was not run", "were not run"],
  ];
  const said = parts
    .filter(([amount]) => amount > 0)
    .map(([amount, one, several]) => `${count(amount)} ${amount === 1 ? one : several}`);
  return wrap(`${counted(results.length + skipped.length, "run")}: `, `${said.join(", ")}.`, width);
}
