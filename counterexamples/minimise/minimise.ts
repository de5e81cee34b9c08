/**
 * Finds the plainest run to a violation: the one with the fewest context switches, among those the
 * one with the fewest processes, and so on through the parts of its size. First, parts are left out
 * of what is there; then the best member of the family is searched for less, and those that are no
 * bigger, as far as a look goes; and then all members to the end, which proves how little there can
 * be.
 */
import type { Trace } from "../../checker/trace.ts";
import { operationDrops, type Family } from "./family.ts";
import { Least, type Proved } from "./least.ts";
import { leavePartsOut, leaveStepsOut } from "./leave-parts-out.ts";
import { Plainest } from "./plainest.ts";
import { Searches } from "./searches.ts";
import type { Size } from "./size.ts";

export interface Minimised {
  readonly trace: Trace;
  readonly from: Size;
  readonly size: Size;
  readonly proved: Proved;
  /** Ids of the parts of the system that it can do without. */
  readonly dropped: readonly string[];
  /** States visited by searches. */
  readonly states: number;
}

export interface MinimiseOptions {
  /** The time that may be spent, in milliseconds. */
  readonly elapsedMsMax: number;
  readonly signal?: AbortSignal;
  /** Told what is looked for. */
  readonly onStage?: (stage: string) => void;
}

/** If there are more ways to drop operations than this, not all of them are searched. */
const dropsMax = 4096;
/** The share of the time that is spent on leaving out. */
const leavingOutShare = 0.2;
/** How many states a search may visit that is no more than a look. */
const lookStatesMax = 100_000;

/** Yields the plainest run that was found, and how much of it is known to be the least. */
export async function minimise(
  family: Family,
  trace: Trace,
  { elapsedMsMax, signal, onStage = () => {} }: MinimiseOptions,
): Promise<Minimised> {
  const begun = performance.now();
  const left = (): number => elapsedMsMax - (performance.now() - begun);
  const isOver = (): boolean =>
    left() <= elapsedMsMax * (1 - leavingOutShare) || signal?.aborted === true;
  const plainest = new Plainest(family, trace);
  const searches = new Searches({ family, property: trace.property, left, signal });
  const least = new Least(plainest, searches, onStage);
  const given = plainest.best;
  leavePartsOut(plainest, isOver, onStage);
  const { drop } = plainest.best;
  const isOwn = await searches.isOwn(least.bounds("switches"), drop, lookStatesMax);
  if (isOwn !== true) {
    plainest.restore(given);
    leaveStepsOut(plainest, isOver);
  }
  const all = operationDrops(family, dropsMax);
  const drops = all ?? [plainest.best.drop, []];
  if (drops.length > 1) {
    await least.search({ drops: [plainest.best.drop], statesMax: lookStatesMax });
    const most = plainest.size.operations;
    const small = drops.filter((each) => family.extent(each).operations <= most);
    await least.search({ drops: small, statesMax: lookStatesMax });
  }
  const proved = await least.search({ drops, statesMax: Number.POSITIVE_INFINITY });
  return {
    trace: plainest.trace(),
    from: given.size,
    size: plainest.size,
    proved: all === null ? inPart(proved) : proved,
    dropped: plainest.best.drop,
    states: searches.states,
  };
}

/** What is proved of all members when only some were searched. */
function inPart({ injections, steps }: Proved): Proved {
  const others = { switches: false, actors: false, instances: false, cells: false };
  return { ...others, objects: false, operations: false, injections, steps };
}
