/** The verdict on one system. */
import type { Verdict, WitnessResult } from "../../checker/verdict.ts";
import { deadlockId } from "../../checker/state-checks.ts";
import type { Judgement } from "../judgement.ts";
import type { Run } from "../plan.ts";
import type { Terminal } from "../terminal.ts";
import { counted, count, duration } from "./numbers.ts";
import { painter, type Paint } from "./paint.ts";
import { paintStanding, standingText } from "./standing.ts";
import { renderViolation } from "./trace.ts";
import { wrap } from "./wrap.ts";

/** One run that was made. */
export interface Result {
  readonly run: Run;
  readonly verdict: Verdict;
  readonly judgement: Judgement;
}

/** Yields all that a reader wants to know of a single run, its violations last. */
export function renderVerdict({ run, verdict, judgement }: Result, terminal: Terminal): string {
  const paint = painter(terminal.colours);
  const lines = [
    `${paint("bold", run.name)}: ${paintStanding(judgement, standingText(judgement), paint)}`,
    `  ${numbersOf(verdict)}`,
    wrap("  Judged:  ", summaryOf(run, judgedIn(run)), terminal.width),
    ...(run.mustReach
      ? verdict.witnesses.map((each) => renderWitness(each, verdict, paint))
      : renderWitnesses(verdict, terminal)),
    ...renderRemarks(judgement, terminal),
  ];
  const traces = verdict.violations.map((each) => renderViolation(each, run, terminal));
  return [lines.join("\n"), ...traces].join("\n\n");
}

/** What was judged: ids of properties, and the deadlock check where the system has one. */
function judgedIn({ system, judged }: Run): string[] {
  const ids = system.properties.flatMap((each) => (each.kind === "witness" ? [] : each.id));
  if (system.done !== null) ids.push(deadlockId);
  return judged === null ? ids : ids.filter((each) => judged.includes(each));
}

/** Names what was judged while that is little or was asked for, and counts it otherwise. */
function summaryOf({ judged, origin }: Run, names: readonly string[]): string {
  if (names.length === 0) return "nothing: it has no properties";
  if (names.length <= 4 || judged !== null) return names.join(", ");
  const others = names.filter((each) => each !== deadlockId).length;
  const specs = `${count(others)} ${origin === null ? "properties" : "specs"}`;
  return others < names.length ? `${specs} and the deadlock check` : specs;
}

/** What the judgement adds to the bare verdict. */
export function renderRemarks({ finding, remarks }: Judgement, { width }: Terminal): string[] {
  const recorded = `This violation is recorded as finding ${finding ?? ""} in docs/findings.md.`;
  const all = finding === null ? remarks : [recorded, ...remarks];
  return all.map((each) => wrap("  ", each, width));
}

function numbersOf(verdict: Verdict): string {
  return [
    counted(verdict.states, "state"),
    counted(verdict.transitions, "transition"),
    `depth ${count(verdict.depth)}`,
    `${duration(verdict.elapsedMs)}, ${verdict.strategy}`,
  ].join(", ");
}

/** Of the witnesses that need not be reached here, only those that are not matter. */
function renderWitnesses({ witnesses, outcome }: Verdict, { width }: Terminal): string[] {
  const missed = witnesses.filter((each) => !each.reached).map((each) => each.property);
  const reached = witnesses.length - missed.length;
  const lines = [`  Witnesses: ${count(reached)} of ${count(witnesses.length)} reached`];
  const ended = outcome === "holds"; // otherwise the search ended before it could reach them all
  if (ended && missed.length > 0)
    lines.push(wrap("  Not reached here: ", missed.join(", "), width));
  return witnesses.length === 0 ? [] : lines;
}

function renderWitness(
  { property, reached, depth }: WitnessResult,
  verdict: Verdict,
  paint: Paint,
): string {
  if (reached) return `  Witness: ${property}, reached at depth ${depth ?? "?"}`;
  const missed =
    verdict.outcome === "holds" ? paint("yellow", "NOT REACHED") : "not reached so far";
  return `  Witness: ${property}, ${missed}`;
}
