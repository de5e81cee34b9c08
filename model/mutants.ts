/**
 * Mutants: small deliberate mistakes in the procedures, made by rule. A spec that is worth
 * something kills some; one that survives all specs shows a hole, or changes nothing that anybody
 * can see.
 */
import type { Errno } from "./machine/errno.ts";
import type { Edit } from "./machine/patch.ts";
import {
  mutationPoints,
  Mutator,
  type Change,
  type MutationPoint,
  type StepDeeds,
  type StepProbe,
} from "./machine/probe.ts";
import type { AnyProcedure } from "./machine/procedure.ts";

/**
 * drop: the step is not there, as with `--without`; swap: it changes places with the next one;
 * leave out: one get, put, lock, unlock, wait, signal or flush inside of it is not done; succeed:
 * it returns 0 where it returned an error; fail: it returns an error where it returned 0.
 */
export const mutantKinds = ["drop", "swap", "leave out", "succeed", "fail"] as const;
export type MutantKind = (typeof mutantKinds)[number];

export interface Mutant {
  /** What it does and where, in one line: "leave out put 1 of i915_vma_bind: drop the old one". */
  readonly id: string;
  readonly kind: MutantKind;
  readonly procedure: string;
  readonly label: string;
  /** The label of the next step, for a swap. */
  readonly other: string | null;
  /** What is left out; null for the other kinds. */
  readonly point: MutationPoint | null;
  /** The how manieth of its kind in the step, from 1. */
  readonly ordinal: number;
}

/** The error that a step returns where it returned 0: one that nobody reckons with. */
const inventedError: Errno = "-ENXIO";

/** Yields the mutants of a procedure, given what its steps were seen to do, by title. */
export function mutantsOf(
  { name: procedure, steps }: AnyProcedure,
  deeds: ReadonlyMap<string, StepDeeds>,
): Mutant[] {
  const canFail = steps.some(({ label }) => deeds.get(`${procedure}: ${label}`)?.failed === true);
  return steps.flatMap(({ label }, index) => {
    const title = `${procedure}: ${label}`;
    const seen = deeds.get(title);
    if (seen === undefined) return [];
    const base = { procedure, label, other: null, point: null, ordinal: 0 } as const;
    const mutants: Mutant[] = [{ ...base, id: `drop ${title}`, kind: "drop" }];
    const other = steps[index + 1]?.label;
    if (other !== undefined && deeds.has(`${procedure}: ${other}`)) {
      mutants.push({ ...base, id: `swap ${title} <> ${other}`, kind: "swap", other });
    }
    for (const point of mutationPoints) {
      for (let ordinal = 1; ordinal <= (seen.points.get(point) ?? 0); ordinal++) {
        const id = `leave out ${point} ${ordinal} of ${title}`;
        mutants.push({ ...base, id, kind: "leave out", point, ordinal });
      }
    }
    if (seen.failed) mutants.push({ ...base, id: `succeed at ${title}`, kind: "succeed" });
    if (seen.succeeded && canFail) mutants.push({ ...base, id: `fail at ${title}`, kind: "fail" });
    return mutants;
  });
}

/** Yields how to build a scenario with the mutant: changes to its text, or to what a step does. */
export function mutationOf({ kind, procedure, label, other, point, ordinal }: Mutant): {
  edits: readonly Edit[];
  probe: StepProbe | null;
} {
  const step = `${procedure}:${label}`;
  if (kind === "drop") return { edits: [{ remove: step }], probe: null };
  if (kind === "swap") return { edits: [{ swap: [step, `${procedure}:${other}`] }], probe: null };
  return {
    edits: [],
    probe: new Mutator(`${procedure}: ${label}`, changeOf(kind, point, ordinal)),
  };
}

/** The two steps of a swap as one transition. */
export function joinOf({ procedure, other }: Mutant): Edit {
  return { join: `${procedure}:${other}` };
}

/** The two steps of a swap in the other order, where labels and transitions stay what they are. */
export function exchangeOf({ procedure, label, other }: Mutant): Edit {
  return { exchange: [`${procedure}:${label}`, `${procedure}:${other}`] };
}

function changeOf(
  kind: "leave out" | "succeed" | "fail",
  point: MutationPoint | null,
  ordinal: number,
): Change {
  if (kind === "leave out") return { leaveOut: point ?? "get", ordinal };
  return { returns: kind === "succeed" ? "success" : inventedError };
}
