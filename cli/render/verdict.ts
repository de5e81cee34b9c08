/** The verdict on one system. */
import type { Verdict, WitnessResult } from "../../checker/verdict.ts";
import { deadlockId } from "../../checker/state-checks.ts";
import { premisesIn, stepsIn } from "../coverage.ts";
import type { Judgement } from "../judgement.ts";
import type { Run } from "../plan.ts";
import type { Terminal } from "../terminal.ts";
import { renderActions, renderExercised, renderPremises, renderSteps } from "./coverage.ts";
import { unchangedInWords } from "./differences.ts";
import { counted, count, duration } from "./numbers.ts";
import { painter, type Paint } from "../../counterexamples/render/paint.ts";
import { paintStanding, standingText } from "./standing.ts";
import { renderViolation } from "./trace.ts";
import { wrap } from "../../counterexamples/render/wrap.ts";

/** One run that was made. */
export interface Result {
  readonly run: Run;
  readonly verdict: Verdict;
  readonly judgement: Judgement;
  /** Paths of the traces, one a violation, if they were saved. */
  readonly saved?: readonly string[];
}

/**
 * Yields all that a reader wants to know of a single run, its violations last. With `listed`, it
 * lists the steps that were not exercised.
 */
export function renderVerdict(result: Result, listed: boolean, terminal: Terminal): string {
  const { run, verdict, judgement } = result;
  const paint = painter(terminal.colours);
  const unchanged = unchangedInWords(run);
  const lines = [
    `${paint("bold", run.name)}: ${paintStanding(judgement, standingText(judgement), paint)}`,
    `  ${numbersOf(verdict)}`,
    ...(unchanged === null ? [] : [`  Without the change: ${unchanged}`]),
    wrap("  Judged:  ", summaryOf(run, judgedIn(run)), terminal.width),
    ...renderWitnesses(result, terminal),
    ...renderRemarks(judgement, terminal),
  ];
  const traces = verdict.violations.map((each, index) =>
    renderViolation(each, run, terminal, result.saved?.[index]),
  );
  const coverage = renderCoverage(result, listed, terminal);
  return [lines.join("\n"), ...coverage, ...traces].join("\n\n");
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
  const specs = `${count(others)} ${origin.scenario === null ? "properties" : "specs"}`;
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

/**
 * After a pass, the premises of properties are told in a table. Before, where not all had a chance
 * to be reached, it is enough to say how many were. Witnesses of no premise are told one by one.
 */
function renderWitnesses({ run, verdict }: Result, { colours }: Terminal): string[] {
  const { witnesses, outcome } = verdict;
  const premises = run.premises.map(({ witness }) => witness);
  const others = witnesses.filter(({ property }) => !premises.includes(property));
  const lines = others.map((each) => renderWitness(each, verdict, painter(colours)));
  const reached = witnesses.filter((each) => each.reached).length;
  if (outcome !== "holds" && others.length < witnesses.length) {
    lines.push(`  Witnesses: ${count(reached)} of ${count(witnesses.length)} reached so far`);
  }
  return lines;
}

/** What the run has exercised, in paragraphs: after a pass, or where it was asked for. */
function renderCoverage(result: Result, listed: boolean, terminal: Terminal): string[] {
  const { run, verdict } = result;
  if (verdict.outcome !== "holds" && !listed) return [];
  const premises = verdict.outcome === "holds" ? premisesIn(result) : [];
  const steps = stepsIn([run]);
  const where = verdict.outcome === "holds" ? "here" : "before the search ended";
  const paragraphs = [
    renderPremises(premises, run.origin.scenario, terminal),
    [
      ...renderExercised(premises, terminal),
      ...(steps === null
        ? renderActions(verdict, { where, listed }, terminal)
        : renderSteps(steps, { where, listed }, terminal)),
    ],
  ];
  return paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
}

function renderWitness(
  { property, reached, depth, states }: WitnessResult,
  verdict: Verdict,
  paint: Paint,
): string {
  if (reached) {
    return `  Witness: ${property}, in ${counted(states, "state")}, first at depth ${depth ?? "?"}`;
  }
  const missed =
    verdict.outcome === "holds" ? paint("yellow", "NOT REACHED") : "not reached so far";
  return `  Witness: ${property}, ${missed}`;
}
