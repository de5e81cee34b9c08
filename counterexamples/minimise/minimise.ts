/**
 * Finds the plainest run to a violation: the one with the fewest context switches, among those the
 * one with the fewest processes, and among those the shortest. Steps are left out of what is there
 * first, which is quick and proves nothing; then ever looser bounds are searched to their end, and
 * what the last of them does not find does not exist.
 */
import { check } from "../../checker/check.ts";
import { Retrace } from "../../checker/retrace.ts";
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import type { Picked, State } from "../plain-run.ts";
import { actorsOf, switchesOf } from "./actors.ts";
import { bounded, type Bounds } from "./bounded.ts";
import { Candidates, leaveOut } from "./leave-out.ts";

/** How plain a run is: what comes first weighs more than all that follows. */
export interface Size {
  readonly switches: number;
  readonly actors: number;
  readonly steps: number;
}

/** For each part of the size, whether no violating run has less of it. */
export type Proved = Readonly<Record<keyof Size, boolean>>;

export interface Minimised {
  readonly trace: Trace;
  readonly from: Size;
  readonly size: Size;
  readonly proved: Proved;
  /** States visited for the proof. */
  readonly states: number;
}

export interface MinimiseOptions {
  /** The time that may be spent, in milliseconds. */
  readonly elapsedMsMax: number;
  readonly signal?: AbortSignal;
  /** Told what is looked for. */
  readonly onStage?: (stage: string) => void;
}

/** Yields the size of a run. */
export function sizeOf({ steps }: Pick<Trace, "steps">): Size {
  return { switches: switchesOf(steps), actors: actorsOf(steps), steps: steps.length };
}

const isLess = (a: Size, b: Size): boolean =>
  a.switches !== b.switches
    ? a.switches < b.switches
    : a.actors !== b.actors
      ? a.actors < b.actors
      : a.steps < b.steps;

/** Yields the plainest run that was found, and how much of it is known to be the least. */
export async function minimise(
  system: System,
  trace: Trace,
  { elapsedMsMax, signal, onStage = () => {} }: MinimiseOptions,
): Promise<Minimised> {
  const begun = performance.now();
  const left = (): number => elapsedMsMax - (performance.now() - begun);
  const isOver = (): boolean => left() <= 0 || signal?.aborted === true;
  const from = sizeOf(trace);
  let best = trace;
  let states = 0;
  const keep = (steps: readonly Picked[]): void => {
    const found = retraced(system, trace, steps);
    if (isLess(sizeOf(found), sizeOf(best))) best = found;
  };

  /** Searches within bounds; null: not to the end. */
  const search = async (bounds: Bounds): Promise<"found" | "none" | null> => {
    if (isOver()) return null;
    onStage(`${bounds.switches} context switches, ${bounds.actors} processes`);
    const verdict = await check(bounded(system, bounds), {
      properties: [trace.property],
      verifyPurity: false,
      elapsedMsMax: Math.max(1, left()),
      ...(signal !== undefined && { signal }),
    });
    states += verdict.states;
    if (verdict.outcome === "incomplete") return null;
    const [violation] = verdict.violations;
    if (violation === undefined) return "none";
    keep(violation.trace.steps);
    return "found";
  };

  onStage("steps that can be left out");
  const candidates = new Candidates(system, trace.property, trace.initial as State);
  const violating = candidates.violating(trace.steps);
  if (violating !== null) keep(leaveOut(candidates, violating, isOver));

  const proved = { switches: false, actors: false, steps: false };
  const everybody = Number.POSITIVE_INFINITY;
  let switches = 0;
  let found = await search({ switches, actors: everybody });
  while (found === "none" && switches < sizeOf(best).switches) {
    switches++;
    found = await search({ switches, actors: everybody });
  }
  if (found !== "found") return { trace: best, from, size: sizeOf(best), proved, states };
  proved.switches = true;
  for (let actors = 1; found === "found" && actors < sizeOf(best).actors; actors++) {
    const fewer = await search({ switches, actors });
    if (fewer === "found") break;
    if (fewer === null) found = null;
  }
  proved.actors = found === "found";
  // The last search that found something was breadth-first, within these very bounds.
  if (proved.actors) {
    const last = await search({ switches, actors: sizeOf(best).actors });
    proved.steps = last === "found";
  }
  return { trace: best, from, size: sizeOf(best), proved, states };
}

/** The trace of these steps on the system itself. */
function retraced(system: System, trace: Trace, steps: readonly Picked[]): Trace {
  const retrace = new Retrace(system, trace.initial as object);
  for (const step of steps) {
    if (!retrace.take(step)) throw new Error("a step of a bounded system is none of its original");
  }
  const { system: name, scenario, patches, without, words, seed, property, claim } = trace;
  return retrace.trace({ system: name, scenario, patches, without, words, seed, property, claim });
}
