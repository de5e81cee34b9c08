/** What runs have exercised: where premises of properties held, and which steps ran or waited. */
import type { Verdict } from "../checker/verdict.ts";
import type { StepUse } from "../model/machine/step-uses.ts";
import type { Scenario, Spec } from "./catalogue.ts";

/** A property's premise, as its witness states it: where that never holds, nothing was tested. */
export interface Premise {
  readonly property: string;
  readonly witness: string;
  /** The scenarios that are known to exercise it, smallest first. */
  readonly exercisedBy: readonly string[];
}

/** A premise in one run, by how many states it held in, or in several, by how many of them. */
export interface PremiseHeld extends Premise {
  readonly heldIn: number;
}

/** Steps as "procedure: label". */
export interface StepCoverage {
  readonly total: number;
  /** Those that were never taken, whether they were reached or not. */
  readonly neverRan: readonly string[];
  /** Those of them that were reached, and had to wait whenever they were. */
  readonly onlyWaited: readonly string[];
  /** Those that ran and can wait, but never had to. */
  readonly neverWaited: readonly string[];
}

interface Exercised {
  readonly run: {
    readonly premises: readonly Premise[];
    readonly steps: readonly StepUse[] | null;
  };
  readonly verdict: Pick<Verdict, "witnesses">;
}

/** Yields the premise of each spec's property, with the scenarios that declare to exercise it. */
export function premisesOf(specs: readonly Spec[], scenarios: readonly Scenario[]): Premise[] {
  const size = ({ expected }: Scenario): number =>
    expected?.outcome === "holds" ? expected.states : Number.POSITIVE_INFINITY;
  const known = scenarios.filter(({ expected }) => expected !== null);
  const smallestFirst = known.toSorted((a, b) => size(a) - size(b) || 0);
  return specs.map(({ property, witness }) => ({
    property: property.id,
    witness: witness.id,
    exercisedBy: smallestFirst.flatMap(({ name, shows }) =>
      shows.includes(witness.id) ? [name] : [],
    ),
  }));
}

/** Yields the premises of one run, with the number of states in which each held. */
export function premisesIn({ run, verdict }: Exercised): PremiseHeld[] {
  return run.premises.flatMap((premise) => {
    const found = verdict.witnesses.find(({ property }) => property === premise.witness);
    return found === undefined ? [] : [{ ...premise, heldIn: found.states }];
  });
}

/** Yields the premises of several runs, with the number of runs in which each held. */
export function premisesInAll(results: readonly Exercised[]): PremiseHeld[] {
  const all = new Map<string, PremiseHeld>();
  for (const { heldIn, ...premise } of results.flatMap(premisesIn)) {
    const before = all.get(premise.witness)?.heldIn ?? 0;
    all.set(premise.witness, { ...premise, heldIn: before + (heldIn > 0 ? 1 : 0) });
  }
  return [...all.values()];
}

/** Yields what became of the steps in these runs together; null where no run has steps. */
export function stepsIn(runs: readonly Exercised["run"][]): StepCoverage | null {
  const all = new Map<string, Pick<StepUse, "ran" | "waited" | "canWait">>();
  for (const { procedure, label, ran, waited, canWait } of runs.flatMap((run) => run.steps ?? [])) {
    const name = `${procedure}: ${label}`;
    const known = all.get(name);
    all.set(name, {
      ran: ran || known?.ran === true,
      waited: waited || known?.waited === true,
      canWait: canWait || known?.canWait === true,
    });
  }
  if (all.size === 0) return null;
  const names = (matches: (use: Pick<StepUse, "ran" | "waited" | "canWait">) => boolean) =>
    [...all].flatMap(([name, use]) => (matches(use) ? [name] : []));
  return {
    total: all.size,
    neverRan: names(({ ran }) => !ran),
    onlyWaited: names(({ ran, waited }) => waited && !ran),
    neverWaited: names(({ ran, waited, canWait }) => ran && canWait && !waited),
  };
}
