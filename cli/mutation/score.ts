/** What a mutation run comes to: how many mutants died, and which properties it took. */
import { deadlockId } from "../../checker/state-checks.ts";
import { mutantKinds } from "../../model/mutants.ts";
import type { Fate, Judged } from "./jobs.ts";

export const fates: readonly Fate[] = ["killed", "survived", "equivalent", "broken"];
export type Counts = Readonly<Record<Fate, number>>;

export interface PropertyScore {
  readonly id: string;
  /** Mutants that it kills first, perhaps with others in the same number of steps. */
  readonly kills: number;
  /** Those that nothing else kills in the scenario where it does. */
  readonly alone: number;
}

export interface Score {
  readonly counts: Counts;
  readonly byKind: readonly (readonly [kind: string, counts: Counts])[];
  /** Killed of those that could be: equivalent and broken ones are left out. From 0 to 1. */
  readonly share: number;
  readonly properties: readonly PropertyScore[];
}

/** Counts what became of mutants; `ids` are all properties that were judged. */
export function scoreOf(judged: readonly Judged[], ids: readonly string[]): Score {
  const counts = countFates(judged);
  const tried = counts.killed + counts.survived;
  return {
    counts,
    byKind: mutantKinds.map((kind) => [
      kind,
      countFates(judged.filter(({ mutant }) => mutant.kind === kind)),
    ]),
    share: tried === 0 ? 0 : counts.killed / tried,
    properties: [...ids, deadlockId].map((id) => ({
      id,
      kills: judged.filter(({ by }) => by.includes(id)).length,
      alone: judged.filter(
        ({ by, others }) => by.length === 1 && by[0] === id && others.length === 0,
      ).length,
    })),
  };
}

function countFates(judged: readonly Judged[]): Counts {
  const count = (fate: Fate): number => judged.filter((each) => each.fate === fate).length;
  return {
    killed: count("killed"),
    survived: count("survived"),
    equivalent: count("equivalent"),
    broken: count("broken"),
  };
}
