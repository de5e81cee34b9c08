/** Puts published bugs back, one after the other, and yields the exit status. */
import type { Verdict } from "../checker/verdict.ts";
import { humanBugReport, jsonBugReport } from "./bug-report.ts";
import { loadCatalogue, unknownName, type Catalogue, type Patch } from "./catalogue.ts";
import { checkRun } from "./check-run.ts";
import { describeError } from "./describe-error.ts";
import { BROKEN, gravest, HOLDS, INCOMPLETE, VIOLATED } from "./exit-status.ts";
import { interruptSignal } from "./interrupt.ts";
import { reserveStdout } from "./json-output.ts";
import { judge } from "./judgement.ts";
import { planRuns } from "./plan.ts";
import type { Result } from "./render/verdict.ts";
import { UsageError } from "./usage-error.ts";

export interface BugArguments {
  /** Ids of bugs or of their patches; all bugs if there are none. */
  readonly ids: readonly string[];
  readonly json: boolean;
}

/** A patch that puts a published bug back. */
export type Bug = Patch & { readonly bug: string };

export interface BugResult extends Result {
  readonly bug: Bug;
  /** Whether the property that should catch it does. */
  readonly caught: boolean;
  /** The properties that it violates, at the depth of the first violation. */
  readonly caughtBy: readonly string[];
  /** Steps of the shortest trace; null where nothing was violated. */
  readonly depth: number | null;
}

/**
 * Checks each bug that `given` names in the scenario of its patch. Throws a UsageError or a
 * ModelError at the first thing that is broken.
 */
export async function checkBugs(given: BugArguments): Promise<number> {
  if (given.json) reserveStdout();
  const bugs = selectBugs(await loadCatalogue(), given.ids);
  const signal = interruptSignal(); // before, nothing is known yet, and Ctrl-C just ends it all
  const report = given.json ? jsonBugReport(given.ids.length > 0) : humanBugReport(bugs);
  const results: BugResult[] = [];
  const end = (status: number, error: string | null): void =>
    report.end({ status, skipped: bugs.slice(results.length).map(({ bug }) => bug), error });
  try {
    for (const [index, bug] of bugs.entries()) {
      if (signal.aborted) break;
      const result = await checkBug(bug, signal, `${bug.bug} (${index + 1} of ${bugs.length})`);
      // What Ctrl-C has cut says nothing of the bug, unless it was asked for alone.
      if (result.verdict.outcome === "incomplete" && bugs.length > 1) break;
      results.push(result);
      report.add(result);
    }
  } catch (error) {
    end(BROKEN, describeError(error));
    throw error;
  }
  const statuses = results.map(statusOf);
  const status = gravest(results.length < bugs.length ? [...statuses, INCOMPLETE] : statuses);
  end(status, null);
  return status;
}

async function checkBug(bug: Bug, signal: AbortSignal, name: string): Promise<BugResult> {
  const [run] = await planRuns({
    what: [],
    spec: [],
    patch: [bug.id],
    without: [],
    drop: [],
    verifyPurity: false,
    json: false,
    coverage: false,
    strict: false,
  });
  if (run === undefined) throw new UsageError(`${bug.id} has no scenario`);
  const verdict = await checkRun(run, { signal }, name);
  const judgement = judge(run, verdict, { strict: false });
  return { bug, run, verdict, judgement, ...catchOf(bug, verdict) };
}

/** What has caught the bug, and whether that is what should. */
export function catchOf(
  { caughtBy: expected }: Pick<Bug, "caughtBy">,
  { violations }: Pick<Verdict, "violations">,
): Pick<BugResult, "caught" | "caughtBy" | "depth"> {
  const caughtBy = violations.map(({ property }) => property);
  const shown = violations.find(({ property }) => property === expected) ?? violations[0];
  const depth = shown?.trace.steps.length ?? null;
  return { caught: caughtBy.includes(expected), caughtBy, depth };
}

function statusOf({ caught, verdict }: BugResult): number {
  if (caught) return HOLDS;
  return verdict.outcome === "incomplete" ? INCOMPLETE : VIOLATED;
}

/** Yields the bugs that `names` mean, in the order of their ids; all that there are for none. */
export function selectBugs(
  { patches }: Pick<Catalogue, "patches">,
  names: readonly string[],
): readonly Bug[] {
  const bugs = patches.filter(isBug).toSorted((a, b) => (a.bug < b.bug ? -1 : 1));
  if (names.length === 0) return bugs;
  const selected = names.flatMap((name) => {
    const found = bugs.filter(({ bug, id }) => bug === name || id === name);
    if (found.length > 0) return found;
    if (patches.some(({ id }) => id === name)) {
      throw new UsageError(
        `${name} puts no published bug back; \`drmcheck check --patch ${name}\` checks it`,
      );
    }
    const known = bugs.flatMap(({ bug, id }) => [bug, id]);
    throw unknownName("bug", name, known, "`drmcheck bugs` shows them all");
  });
  return [...new Set(selected)];
}

function isBug(patch: Patch): patch is Bug {
  return patch.bug !== null;
}
