/** Makes the runs that were asked for, one after the other, and yields the exit status. */
import type { CheckOptions } from "../checker/options.ts";
import { boundsOf } from "./bounds.ts";
import type { CheckArguments } from "./check-arguments.ts";
import { checkRun } from "./check-run.ts";
import { describeError } from "./describe-error.ts";
import { BROKEN, gravest, INCOMPLETE } from "./exit-status.ts";
import { interruptSignal } from "./interrupt.ts";
import { isClean, judge } from "./judgement.ts";
import { reserveStdout } from "./json-output.ts";
import { planRuns } from "./plan.ts";
import type { Result } from "./render/verdict.ts";
import { humanReport, jsonReport } from "./report.ts";
import { boundsByDefault } from "./selection.ts";
import { refuseUnsavable, saveTraces } from "./written-files.ts";

/**
 * Checks all that `given` names. Throws a UsageError or a ModelError at the first thing that is
 * broken.
 */
export async function checkRuns(given: CheckArguments): Promise<number> {
  if (given.json) reserveStdout();
  const options = optionsFrom(given);
  if (given.save !== undefined) refuseUnsavable(given.save);
  const runs = await planRuns(given);
  const signal = interruptSignal(); // before, nothing is known yet, and Ctrl-C just ends it all
  const names = runs.map((each) => each.name);
  const report = given.json ? jsonReport() : humanReport(names, given.coverage);
  const results: Result[] = [];
  const end = (status: number, missed: readonly string[], error: string | null): void =>
    report.end({ status, skipped: names.slice(results.length), missed, error });
  try {
    for (const run of runs) {
      if (signal.aborted) break;
      const verdict = await checkRun(run, { ...options, signal });
      const traces = verdict.violations.map(({ trace }) => trace);
      const saved = given.save === undefined ? [] : saveTraces(given.save, traces);
      const result = { run, verdict, judgement: judge(run, verdict, given), saved };
      results.push(result);
      report.add(result);
    }
  } catch (error) {
    end(BROKEN, [], describeError(error));
    throw error;
  }
  // Every spec's witness must be reached in some scenario, which only a run of all can tell.
  const all = [...given.what, ...given.patch, ...given.without].length === 0;
  const bounds = given.bounds ?? boundsByDefault;
  const whole = all && (bounds === boundsByDefault || bounds === "all");
  const missed = whole && results.every(isClean) ? reachedNowhere(results) : [];
  const incomplete = results.length < runs.length || missed.length > 0;
  const statuses = results.map((each) => each.judgement.status);
  const status = gravest(incomplete ? [...statuses, INCOMPLETE] : statuses);
  end(status, missed, null);
  return status;
}

/** The witnesses that none of the runs has reached. */
function reachedNowhere(results: readonly Result[]): string[] {
  const witnesses = results.flatMap((each) => each.verdict.witnesses);
  const reached = new Set(witnesses.flatMap((each) => (each.reached ? each.property : [])));
  const missed = witnesses.map((each) => each.property).filter((each) => !reached.has(each));
  return [...new Set(missed)];
}

function optionsFrom(given: CheckArguments): CheckOptions {
  return {
    ...boundsOf(given),
    ...(given.strategy !== undefined && { strategy: given.strategy }),
    ...(given.verifyPurity && { verifyPurity: true }),
  };
}
