/** Tells the results of a check as they come: to people, or as one JSON document. */
import process from "node:process";
import { emitJson, reserveStdout } from "./json-output.ts";
import { premisesIn, premisesInAll, stepsIn } from "./coverage.ts";
import { layOut, renderConclusion, renderHeading, renderRow } from "./render/table.ts";
import { renderVerdict, type Result } from "./render/verdict.ts";
import { terminalOf } from "./terminal.ts";

/** What is to be said when no run follows any more. */
export interface Conclusion {
  readonly status: number;
  /** The runs that were not made. */
  readonly skipped: readonly string[];
  /** The witnesses that had to be reached in some run, and were in none. */
  readonly missed: readonly string[];
  /** Why the runs ended early, if something broke. */
  readonly error: string | null;
}

export interface Report {
  /** Takes the result of the run that has just ended. */
  add(result: Result): void;
  /** Closes the report. */
  end(conclusion: Conclusion): void;
}

/**
 * Yields a report for people: the whole verdict for one run, a table for several. With `listed`, it
 * lists the steps that were not exercised.
 */
export function humanReport(names: readonly string[], listed: boolean): Report {
  const terminal = terminalOf(process.stdout, process.env);
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  const layout = layOut(names, terminal);
  const results: Result[] = [];
  if (names.length > 1) print(renderHeading(layout, terminal));
  return {
    add: (result) => {
      results.push(result);
      print(
        names.length > 1
          ? renderRow(result, layout, terminal)
          : renderVerdict(result, listed, terminal),
      );
    },
    end: (conclusion) => {
      const { skipped, missed, error } = conclusion;
      const unsaid = skipped.length + missed.length > 0 && error === null;
      if (names.length > 1 || unsaid) {
        const shown = names.length > 1 ? results : [];
        print(`\n${renderConclusion(shown, { ...conclusion, listed }, terminal)}`);
      }
    },
  };
}

/** Yields a report that is one JSON document, written when it ends. */
export function jsonReport(): Report {
  reserveStdout();
  const results: Result[] = [];
  return {
    add: (result) => void results.push(result),
    end: ({ status, ...rest }) =>
      emitJson({
        ...documentHead,
        status,
        runs: results.map(asJson),
        ...rest,
        premises: premisesInAll(results).map(({ heldIn, ...premise }) => {
          return { ...premise, runs: heldIn };
        }),
        steps: stepsIn(results.map(({ run }) => run)),
      }),
  };
}

/** The document of a command that ended before anything was checked. */
export function failedDocument(status: number, error: string): object {
  const nothing = { runs: [], skipped: [], missed: [], error, premises: [], steps: null };
  return { ...documentHead, status, ...nothing };
}

/** What every document of `check --json` begins with. */
const documentHead = { format: "drmcheck check", version: 1 } as const;

function asJson(result: Result): object {
  const { run, verdict, judgement } = result;
  const { name, origin, declared, unchanged, shows, command } = run;
  const { standing, finding, status, remarks } = judgement;
  const { scenario, patches, without, drop = [] } = origin;
  return {
    name,
    scenario,
    patches,
    without,
    drop,
    command,
    status,
    standing,
    finding,
    remarks,
    declared,
    unchanged,
    shows,
    premises: premisesIn(result).map(({ heldIn, ...premise }) => ({ ...premise, states: heldIn })),
    steps: stepsIn([run]),
    verdict,
  };
}
