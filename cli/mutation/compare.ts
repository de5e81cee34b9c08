/**
 * What comes after judging: survivors are compared with what they are mutants of, each scenario
 * with all of them at once. Small scenarios come first, since most differ there already.
 */
import type { MutationPoint } from "../../model/machine/probe.ts";
import type { Mutant } from "../../model/mutants.ts";
import type { Answer, Comparison, Deeds, Job, Judged, Place, Swapped } from "./jobs.ts";

/** Up to so many states a scenario is small. */
const smallMax = 5_000;

/** One that survived, and where its step runs. */
export interface Survivor {
  readonly judged: Judged;
  readonly places: readonly Place[];
}

export interface CompareParts {
  readonly survivors: readonly Survivor[];
  /** What each step does in all scenarios, by title. */
  readonly deeds: ReadonlyMap<string, Deeds>;
  /** Has the jobs done, and calls back with each answer; false: not all of them. */
  readonly runJobs: (
    jobs: readonly Job[],
    onAnswer: (answer: Answer, job: Job) => void,
  ) => Promise<boolean>;
}

/** Yields the survivors again, with what was found out; null: the run was interrupted. */
export async function compareSurvivors(parts: CompareParts): Promise<Judged[] | null> {
  const { survivors, deeds } = parts;
  const equal = await sameEverywhere(parts, survivors, "whole");
  if (equal === null) return null;
  const others = survivors.filter((each) => !equal.has(each) && mayCommute(each, deeds));
  const commuting = await sameEverywhere(parts, others, "pairs");
  if (commuting === null) return null;
  return survivors.map((each) => ({
    ...each.judged,
    compared: true,
    fate: equal.has(each) ? "equivalent" : "survived",
    swapped: commuting.has(each) ? swappedBy(each, deeds) : null,
  }));
}

/** Those that come to the same in every scenario where their step runs. */
async function sameEverywhere(
  { runJobs }: CompareParts,
  survivors: readonly Survivor[],
  as: Comparison,
): Promise<ReadonlySet<Survivor> | null> {
  let left = new Set(survivors.filter(({ places }) => places.length > 0));
  for (const isTurn of [isSmall, (place: Place): boolean => !isSmall(place)]) {
    const byScenario = new Map<string, Survivor[]>();
    for (const survivor of left) {
      for (const place of survivor.places.filter(isTurn)) {
        const there = byScenario.get(place.scenario) ?? [];
        byScenario.set(place.scenario, [...there, survivor]);
      }
    }
    const differing = new Set<string>();
    const jobs = [...byScenario].map(([scenario, there]): Job => {
      return { kind: "compare", scenario, mutants: there.map(mutantOf), as };
    });
    const isDone = await runJobs(jobs, (answer, job) => {
      const same = answer.kind === "compared" ? answer.same : [];
      const compared = job.kind === "compare" ? job.mutants : [];
      for (const { id } of compared) if (!same.includes(id)) differing.add(id);
    });
    if (!isDone) return null;
    left = new Set([...left].filter((each) => !differing.has(mutantOf(each).id)));
  }
  return left;
}

const isSmall = ({ states }: Place): boolean => states <= smallMax;
const mutantOf = ({ judged }: Survivor): Mutant => judged.mutant;

/** What others wait for, or are kept out by: order matters there, whoever looks. */
const loud: readonly MutationPoint[] = ["lock", "unlock", "wait", "signal", "flush"];

function stepsOf({ judged }: Survivor, deeds: ReadonlyMap<string, Deeds>): Deeds[] {
  const { procedure, label, other } = judged.mutant;
  return [label, other].flatMap((each) => deeds.get(`${procedure}: ${each}`) ?? []);
}

function mayCommute(survivor: Survivor, deeds: ReadonlyMap<string, Deeds>): boolean {
  return survivor.judged.mutant.kind === "swap" && swappedBy(survivor, deeds) !== null;
}

function swappedBy(survivor: Survivor, deeds: ReadonlyMap<string, Deeds>): Swapped | null {
  const steps = stepsOf(survivor, deeds);
  // Who goes to one of them leaves out the other one once they have changed places.
  if (steps.some(({ isTarget }) => isTarget)) return null;
  if (steps.some(({ touches }) => !touches)) return "unseen";
  const isQuiet = ({ points }: Deeds): boolean => !points.some(([point]) => loud.includes(point));
  return steps.every(isQuiet) ? "quiet" : null;
}
