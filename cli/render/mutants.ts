/** What a mutation run has found, for people and as JSON. */
import type { Mutant } from "../../model/mutants.ts";
import type { Judged, Swapped } from "../mutation/jobs.ts";
import { fates, scoreOf, type Counts, type Score } from "../mutation/score.ts";
import { sourceLineOf } from "../mutation/source-line.ts";
import type { Terminal } from "../terminal.ts";
import { count, counted } from "./numbers.ts";
import { painter } from "../../counterexamples/render/paint.ts";
import { wrap } from "../../counterexamples/render/wrap.ts";

export interface MutationReport {
  readonly judged: readonly Judged[];
  /** Not judged, since the run was interrupted. */
  readonly left: number;
  /** All properties that were judged. */
  readonly properties: readonly string[];
  /** Why nothing notices a mutant, as far as somebody knows. */
  readonly whyItSurvives: (mutant: Mutant) => string | null;
}

const swapReasons: Readonly<Record<Swapped, string>> = {
  unseen:
    "The two steps come to the same in either order, and one of them touches nothing that others " +
    "see.",
  quiet:
    "The two steps come to the same in either order, and neither locks, unlocks, waits, signals " +
    "or flushes.",
};

/** Yields why a mutant survives; null: nobody knows, or it does not. */
function explain({ fate, mutant, swapped }: Judged, report: MutationReport): string | null {
  if (fate !== "survived") return null;
  return report.whyItSurvives(mutant) ?? (swapped === null ? null : swapReasons[swapped]);
}

/** Yields the table by kind, the survivors, the properties, and a closing line. */
export function renderMutants(report: MutationReport, terminal: Terminal): string {
  const { judged, left, properties } = report;
  const score = scoreOf(judged, properties);
  const bold = (text: string): string => painter(terminal.colours)("bold", text);
  const heading = ["mutants".padEnd(10), ...fates.map((fate) => fate.padStart(10))].join("  ");
  const rows = [...score.byKind, ["all", score.counts] as const].map(([kind, counts]) =>
    renderCounts(kind, counts),
  );
  const paragraphs = [[bold(heading), ...rows].join("\n")];
  const survivors = judged.filter(({ fate }) => fate === "survived");
  const open = survivors.filter((each) => explain(each, report) === null);
  if (open.length > 0) {
    paragraphs.push([bold("survivors"), ...open.map(renderSurvivor)].join("\n"));
  }
  const explained = survivors.length - open.length;
  if (explained > 0) {
    const text = `${counted(explained, "survivor")} that docs/survivors.md explains.`;
    paragraphs.push(open.length > 0 ? `And ${text}` : text);
  }
  const broken = judged.filter(({ fate }) => fate === "broken");
  if (broken.length > 0) {
    const lines = broken.map(({ mutant, message }) => `  ${mutant.id}\n      ${message ?? ""}`);
    paragraphs.push([bold("broken"), ...lines].join("\n"));
  }
  paragraphs.push(...renderProperties(score, terminal), closing(score, left));
  return paragraphs.join("\n\n");
}

function renderCounts(kind: string, counts: Counts): string {
  return [kind.padEnd(10), ...fates.map((fate) => count(counts[fate]).padStart(10))].join("  ");
}

function renderSurvivor({ mutant, checked, of }: Judged): string {
  const where = sourceLineOf(mutant.procedure, mutant.label) ?? mutant.procedure;
  return `  ${mutant.id}\n      ${where}; checked in ${checked} of ${counted(of, "scenario")}`;
}

/** Which properties notice nothing, and which notice nothing that others miss. */
function renderProperties({ properties }: Score, { width }: Terminal): string[] {
  const idle = properties.filter(({ kills }) => kills === 0).map(({ id }) => id);
  const covered = properties.filter(({ kills, alone }) => kills > 0 && alone === 0);
  const lines = [
    ...(idle.length > 0 ? [wrap("Kill nothing first: ", `${idle.join(", ")}.`, width)] : []),
    ...(covered.length > 0
      ? [wrap("Kill nothing alone: ", `${covered.map(({ id }) => id).join(", ")}.`, width)]
      : []),
  ];
  return lines.length > 0 ? [lines.join("\n")] : [];
}

/** `2,411 mutants: 2,000 killed, ...; score 92.1 %.` */
function closing({ counts, share }: Score, left: number): string {
  const total = fates.reduce((sum, fate) => sum + counts[fate], 0);
  const parts = fates
    .filter((fate) => counts[fate] > 0)
    .map((fate) => `${count(counts[fate])} ${fate}`);
  const missing = left > 0 ? `; ${count(left)} were not judged` : "";
  const percent = (100 * share).toFixed(1);
  return `${counted(total, "mutant")}: ${parts.join(", ")}${missing}. Score: ${percent} %`;
}

/** What `--json` prints when the command failed. */
export function failedMutationDocument(status: number, error: string): object {
  const nothing = { judged: [], left: 0, properties: [], whyItSurvives: () => null };
  return { ...mutantsAsJson(nothing, status), error };
}

/** The same as one JSON document. */
export function mutantsAsJson(report: MutationReport, status: number): object {
  const { judged, left, properties } = report;
  const { counts, byKind, share, properties: scores } = scoreOf(judged, properties);
  return {
    format: "drmcheck mutate",
    version: 1,
    status,
    error: null,
    counts,
    left,
    score: share,
    kinds: Object.fromEntries(byKind),
    properties: scores,
    mutants: judged.map((each) => {
      const { mutant, ...rest } = each;
      const source = sourceLineOf(mutant.procedure, mutant.label);
      return { ...mutant, source, ...rest, why: explain(each, report) };
    }),
  };
}
