/**
 * A mutation run: it notes what each step does in each scenario, makes the mutants, and has them
 * judged where their steps run.
 */
import process from "node:process";
import { newDeeds, type StepDeeds } from "../../model/machine/probe.ts";
import { mutantsOf, type Mutant } from "../../model/mutants.ts";
import { findProcedure, loadCatalogue, type Catalogue, type Scenario } from "../catalogue.ts";
import { interruptSignal } from "../interrupt.ts";
import { selectScenarios } from "../selection.ts";
import { UsageError } from "../usage-error.ts";
import {
  unnoticed,
  type Answer,
  type Deeds,
  type Fate,
  type Job,
  type Judged,
  type Place,
  type Recorded,
} from "./jobs.ts";
import { compareSurvivors } from "./compare.ts";
import { runJobs, type PoolOptions } from "./pool.ts";
import { fingerprintOf, ResultsFile } from "./results-file.ts";
import { statusLine } from "./status-line.ts";

export interface MutationRequest {
  /** Scenarios and configurations; none: all quick ones. */
  readonly what: readonly string[];
  /** Procedures whose steps are mutated; none: all. */
  readonly only: readonly string[];
  readonly results: string;
  readonly workers: number;
  /** A mutant is given up once so many states have been visited for it. */
  readonly statesMax: number;
  /** Judges again what has survived, or was broken. */
  readonly again: boolean;
}

export interface MutationOutcome {
  readonly judged: readonly Judged[];
  /** Mutants that nobody has judged, since the run was interrupted. */
  readonly left: number;
  readonly catalogue: Catalogue;
}

/** Runs the mutants that the results file does not have yet. */
export async function runMutation(request: MutationRequest): Promise<MutationOutcome> {
  const catalogue = await loadCatalogue();
  const scenarios = placesToLook(catalogue, request.what);
  for (const name of request.only) findProcedure(catalogue, name);
  const file = new ResultsFile(request.results, fingerprintOf(catalogue));
  const signal = interruptSignal();
  const pool = { workers: request.workers, signal };

  const toRecord = scenarios.filter(({ name }) => !file.recorded.has(name));
  const noting = statusLine(process.stderr, "noting what steps do", toRecord.length);
  await runJobs(
    toRecord.map(({ name }): Job => ({ kind: "record", scenario: name })),
    { ...pool, onAnswer: (answer) => noting.count(keepRecorded(file, answer)) },
  );
  noting.clear();
  if (signal.aborted) return { judged: [], left: 0, catalogue };

  const records = scenarios.flatMap(({ name }) => file.recorded.get(name) ?? []);
  const mutants = mutantsIn(catalogue, request.only, records);
  const isDone = (fate: Fate | undefined): boolean =>
    fate !== undefined && !(request.again && (fate === "survived" || fate === "broken"));
  const missing = mutants.filter(({ id }) => !isDone(file.judged.get(id)?.fate));
  const judging = statusLine(process.stderr, "judging mutants", missing.length);
  await runJobs(
    missing.map((mutant): Job => {
      const { statesMax } = request;
      return { kind: "judge", mutant, places: placesOf(mutant, records), statesMax };
    }),
    {
      ...pool,
      onAnswer: (answer, job) => {
        const judged = judgedFrom(answer, job);
        file.addJudged(judged);
        judging.count(judged.fate);
      },
    },
  );
  judging.clear();
  if (!signal.aborted) await compareInFile(file, mutants, records, pool);
  const judged = mutants.flatMap(({ id }) => file.judged.get(id) ?? []);
  return { judged, left: mutants.length - judged.length, catalogue };
}

/** Compares what has survived, and was not compared before. */
async function compareInFile(
  file: ResultsFile,
  mutants: readonly Mutant[],
  records: readonly Recorded[],
  pool: Pick<PoolOptions, "workers" | "signal">,
): Promise<void> {
  const survivors = mutants.flatMap((mutant) => {
    const judged = file.judged.get(mutant.id);
    const isOpen = judged?.fate === "survived" && !judged.compared;
    return isOpen ? [{ judged, places: placesOf(mutant, records) }] : [];
  });
  const deeds = new Map(
    [...deedsInAll(records)].map(([title, { points, ...rest }]): [string, Deeds] => {
      return [title, { points: [...points], ...rest }];
    }),
  );
  const compared = await compareSurvivors({
    survivors,
    deeds,
    runJobs: async (jobs, onAnswer) => {
      const comparing = statusLine(process.stderr, "comparing graphs", jobs.length);
      await runJobs(jobs, {
        ...pool,
        onAnswer: (answer, job) => {
          onAnswer(answer, job);
          comparing.count("scenarios");
        },
      });
      comparing.clear();
      return !pool.signal.aborted;
    },
  });
  for (const judged of compared ?? []) file.addJudged(judged);
}

/** Scenarios that keep all properties: in the others a violation would say nothing. */
function placesToLook(catalogue: Catalogue, what: readonly string[]): Scenario[] {
  const chosen = selectScenarios(catalogue, what, what.length > 0 ? undefined : "quick");
  const holding = chosen.filter(({ expected }) => expected?.outcome === "holds");
  if (holding.length > 0) return holding;
  throw new UsageError("none of these scenarios holds, so that no mutant could show in them");
}

function mutantsIn(
  { procedures }: Catalogue,
  only: readonly string[],
  records: readonly Recorded[],
): Mutant[] {
  const deeds = deedsInAll(records);
  const chosen = procedures.filter(({ name }) => only.length === 0 || only.includes(name));
  return chosen.flatMap((each) => mutantsOf(each, deeds));
}

/** What each step does in any of the scenarios. */
function deedsInAll(records: readonly Recorded[]): Map<string, StepDeeds> {
  const all = new Map<string, StepDeeds>();
  for (const { deeds } of records) {
    for (const [title, { points, ...flags }] of Object.entries(deeds)) {
      const known = all.get(title) ?? newDeeds();
      for (const [point, count] of points) {
        known.points.set(point, Math.max(count, known.points.get(point) ?? 0));
      }
      known.failed ||= flags.failed;
      known.succeeded ||= flags.succeeded;
      known.touches ||= flags.touches;
      known.isTarget ||= flags.isTarget;
      all.set(title, known);
    }
  }
  return all;
}

/** Whether a step does in a scenario what the mutant changes. */
function isDoneIn({ kind, point, ordinal }: Mutant, deeds: Deeds | undefined): boolean {
  if (deeds === undefined) return false;
  if (kind === "succeed") return deeds.failed;
  if (kind === "fail") return deeds.succeeded;
  return point === null || deeds.points.some(([name, count]) => name === point && count >= ordinal);
}

/** Where a mutant may show, the smallest scenario first. */
function placesOf(mutant: Mutant, records: readonly Recorded[]): Place[] {
  const title = `${mutant.procedure}: ${mutant.label}`;
  return records
    .filter(({ deeds }) => isDoneIn(mutant, deeds[title]))
    .map(({ scenario, states }) => ({ scenario, states }))
    .toSorted((a, b) => a.states - b.states);
}

function keepRecorded(file: ResultsFile, answer: Answer): string {
  if (answer.kind !== "recorded") {
    throw new Error(answer.kind === "failed" ? answer.message : "an answer to another question");
  }
  file.addRecorded(answer.recorded);
  return "noted";
}

/** A worker that failed at a mutant says as much as a model that stops at it. */
function judgedFrom(answer: Answer, job: Job): Judged {
  if (answer.kind === "judged") return answer.judged;
  if (job.kind !== "judge") throw new Error("an answer to another question");
  const message = answer.kind === "failed" ? answer.message : null;
  return { ...unnoticed(job.mutant, job.places), fate: "broken", message };
}
