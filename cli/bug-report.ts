/** Tells which published bugs were caught, as they come: to people, or as one JSON document. */
import process from "node:process";
import type { Bug, BugResult } from "./bug-runs.ts";
import { emitJson, reserveStdout } from "./json-output.ts";
import {
  layOutBugs,
  renderBug,
  renderBugHeading,
  renderBugRow,
  renderBugTotals,
} from "./render/bugs.ts";
import { terminalOf } from "./terminal.ts";

/** What is to be said when no bug follows any more. */
export interface BugConclusion {
  readonly status: number;
  /** The bugs that were not put back. */
  readonly skipped: readonly string[];
  /** Why it ended early, if something broke. */
  readonly error: string | null;
}

export interface BugReport {
  /** Takes the result of the bug that has just been checked. */
  add(result: BugResult): void;
  /** Closes the report. */
  end(conclusion: BugConclusion): void;
}

/** Yields a report for people: the trace of a single bug, a table of several. */
export function humanBugReport(bugs: readonly Bug[]): BugReport {
  const terminal = terminalOf(process.stdout, process.env);
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  const layout = layOutBugs(bugs);
  const results: BugResult[] = [];
  if (bugs.length > 1) print(renderBugHeading(layout, terminal));
  return {
    add: (result) => {
      results.push(result);
      print(bugs.length > 1 ? renderBugRow(result, layout, terminal) : renderBug(result, terminal));
    },
    end: ({ skipped, error }) => {
      if (error === null && (bugs.length > 1 || skipped.length > 0)) {
        print(`\n${renderBugTotals(results, skipped, terminal)}`);
      }
    },
  };
}

/** Yields a report that is one JSON document, with traces if wanted, written when it ends. */
export function jsonBugReport(traces: boolean): BugReport {
  reserveStdout();
  const results: BugResult[] = [];
  return {
    add: (result) => void results.push(result),
    end: (conclusion) => emitJson(bugsAsJson(results, traces, conclusion)),
  };
}

/** The document of a command that ended before any bug was checked. */
export function failedBugsDocument(status: number, error: string): object {
  return bugsAsJson([], false, { status, skipped: [], error });
}

function bugsAsJson(
  results: readonly BugResult[],
  traces: boolean,
  { status, skipped, error }: BugConclusion,
): object {
  return {
    format: "drmcheck bugs",
    version: 1,
    status,
    total: results.length,
    caught: results.filter(({ caught }) => caught).length,
    bugs: results.map((result) => asJson(result, traces)),
    skipped,
    error,
  };
}

function asJson(result: BugResult, traces: boolean): object {
  const { bug: patch, caught, caughtBy, depth, run, verdict } = result;
  const { bug, id, title, year, source, scenario, caughtBy: expected } = patch;
  const { outcome, states, transitions, elapsedMs, violations } = verdict;
  return {
    bug,
    patch: id,
    title,
    year,
    source,
    scenario,
    expected,
    outcome,
    caught,
    caughtBy,
    depth,
    states,
    transitions,
    elapsedMs,
    command: run.command,
    ...(traces && { traces: violations.map(({ trace }) => trace) }),
  };
}
