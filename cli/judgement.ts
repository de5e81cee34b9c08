/**
 * Judges a verdict: what it means for the exit status, beside what a built-in scenario declares of
 * itself.
 */
import type { Verdict } from "../checker/verdict.ts";
import { boundInWords, boundsOf, type BoundArguments } from "./bounds.ts";
import { BROKEN, HOLDS, INCOMPLETE, VIOLATED } from "./exit-status.ts";
import type { Run } from "./plan.ts";
import { count } from "./render/numbers.ts";

export type Standing =
  "holds" | "finding" | "violated" | "incomplete" | "witness missed" | "deviates";

export interface Judgement {
  readonly status: number;
  readonly standing: Standing;
  /** The recorded finding that this violation is; null when it is none. */
  readonly finding: string | null;
  /** Whole sentences that the verdict alone does not say. */
  readonly remarks: readonly string[];
}

export interface JudgementArguments extends BoundArguments {
  /** Whether a recorded finding fails the run. */
  readonly strict: boolean;
}

/** Judges what `run` yielded. Nothing incomplete is ever a success. */
export function judge(run: Run, verdict: Verdict, given: JudgementArguments): Judgement {
  const { declared } = run;
  if (verdict.outcome === "incomplete") {
    const cut = boundInWords(verdict.bound, given);
    const so = `Nothing was violated, but the search was ${cut}: what lies beyond is not known.`;
    return plain("incomplete", INCOMPLETE, [so]);
  }
  const bounded = Object.keys(boundsOf(given)).length > 0;
  const deviations = deviationsOf(run, verdict, bounded);
  if (verdict.outcome === "violated") {
    if (declared?.outcome === "holds") {
      return plain("violated", VIOLATED, [
        "This scenario is declared to hold: the violation is new.",
      ]);
    }
    if (deviations.length > 0) return plain("deviates", BROKEN, deviations);
    const finding = declared?.finding ?? null;
    if (finding === null) return plain("violated", VIOLATED, []);
    return { ...plain("finding", given.strict ? VIOLATED : HOLDS, []), finding };
  }
  if (deviations.length > 0) return plain("deviates", BROKEN, deviations);
  const missed = verdict.witnesses.filter((each) => !each.reached).map((each) => each.property);
  if (missed.length === 0 || !run.mustReach) return plain("holds", HOLDS, []);
  const unseen = `Nothing was violated, but no state shows ${missed.join(", ")}`;
  return plain("witness missed", INCOMPLETE, [`${unseen}: what depends on that was not tested.`]);
}

/** After any other standing, something may be missed just because the search ended early. */
export function isClean({ judgement }: { readonly judgement: Judgement }): boolean {
  return judgement.standing === "holds" || judgement.standing === "finding";
}

function plain(standing: Standing, status: number, remarks: readonly string[]): Judgement {
  return { standing, status, finding: null, remarks };
}

/** Counts are compared only where no bound could have changed them; depth only breadth-first. */
function deviationsOf({ declared, shows }: Run, verdict: Verdict, bounded: boolean): string[] {
  if (declared === null) return [];
  if (declared.outcome !== verdict.outcome) {
    const recorded = declared.finding === null ? "" : ` (finding ${declared.finding})`;
    return [`This scenario is declared to be ${declared.outcome}${recorded}, but it holds now.`];
  }
  const breadthFirst = verdict.strategy === "breadth-first";
  if (bounded || (verdict.outcome === "violated" && !breadthFirst)) return [];
  const numbers = ["states", "transitions", ...(breadthFirst ? (["depth"] as const) : [])] as const;
  const counts = numbers
    .filter((each) => declared[each] !== verdict[each])
    .map(
      (each) => `${each} are declared as ${count(declared[each])}, found ${count(verdict[each])}`,
    )
    .map((text) => `This scenario has changed: ${text.replace("depth are", "depth is")}.`);
  return [...counts, ...notShown(shows ?? [], verdict)];
}

/** What it is there to show, and does not. */
function notShown(declared: readonly string[], { witnesses }: Verdict): string[] {
  const missed = witnesses.filter((each) => !each.reached && declared.includes(each.property));
  return missed.map(
    ({ property }) =>
      `This scenario has changed: it does not reach ${property}, which it is there to show.`,
  );
}
