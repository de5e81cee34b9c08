/** What patches change: the verdicts and the counts of scenarios beside those that they declare. */
import type { Run } from "../plan.ts";
import type { Terminal } from "../terminal.ts";
import { count, counted } from "./numbers.ts";
import type { Result } from "./verdict.ts";
import { clip } from "../../counterexamples/render/wrap.ts";

type Numbers = Pick<NonNullable<Run["unchanged"]>, "states" | "transitions" | "depth">;

/** How a scenario ends unchanged: "holds, 264,676 states, depth 109"; null: it is unchanged. */
export function unchangedInWords({ unchanged }: Run): string | null {
  if (unchanged === null) return null;
  const { states, depth } = unchanged;
  return `${endOf(unchanged)}, ${counted(states, "state")}, depth ${count(depth)}`;
}

function endOf({ outcome, finding }: NonNullable<Run["unchanged"]>): string {
  return finding === null ? outcome : `finding ${finding}`;
}

/**
 * The runs of changed scenarios that end otherwise than unchanged, and how many do not. Nothing
 * where no run is of a changed scenario.
 */
export function renderDifferences(results: readonly Result[], terminal: Terminal): string[] {
  const compared = results.filter(({ run }) => run.unchanged !== null);
  if (compared.length === 0) return [];
  const rows = compared.flatMap(differenceOf);
  const same = compared.length - rows.length;
  const names = Math.max(0, ...rows.map(({ name }) => name.length));
  const ends = Math.max(0, ...rows.map(({ end }) => end.length));
  return [
    `Beside the unchanged scenarios: ${count(rows.length)} differ, ${count(same)} do not`,
    ...rows.map(({ name, end, numbers }) =>
      clip(`  ${name.padEnd(names)}  ${end.padEnd(ends)}  ${numbers}`, terminal.rowWidth),
    ),
  ];
}

interface Row {
  readonly name: string;
  readonly end: string;
  readonly numbers: string;
}

function differenceOf({ run, verdict }: Result): Row[] {
  const { unchanged, origin } = run;
  if (unchanged === null) return [];
  if (unchanged.outcome === verdict.outcome && sameNumbers(unchanged, verdict)) return [];
  const end = arrow(endOf(unchanged), endIn(verdict));
  const states = arrow(count(unchanged.states), count(verdict.states));
  const depth = arrow(count(unchanged.depth), count(verdict.depth));
  return [{ name: origin.scenario ?? run.name, end, numbers: `${states} states, depth ${depth}` }];
}

function endIn({ outcome, violations }: Result["verdict"]): string {
  if (outcome !== "violated") return outcome;
  return `violates ${violations.map(({ property }) => property).join(", ")}`;
}

function sameNumbers(one: Numbers, other: Numbers): boolean {
  return (
    one.states === other.states &&
    one.transitions === other.transitions &&
    one.depth === other.depth
  );
}

function arrow(before: string, after: string): string {
  return before === after ? before : `${before} -> ${after}`;
}
