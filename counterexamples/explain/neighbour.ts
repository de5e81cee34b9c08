/**
 * The nearest runs that pass: the same run but for one thing. There are four such things, tried
 * from the end of the run on:
 *
 * - swap: two racing steps come in the other order; the last ones that pass count;
 * - delay: a process waits with a step until another one, or everybody else, cannot go on;
 * - drop: a step is never taken, though it was enabled: by the end it no longer is. It is not the
 *   last one: that a run does not violate what it no longer does says nothing;
 * - choice: a step goes another of its ways, such as an allocation that does not fail.
 *
 * What is no longer possible behind the difference is left out, and the run goes on until its end.
 * How near it is: how many steps of the trace come at another place in it or not at all, and how
 * many that the trace does not have come among them.
 */
import type { System } from "../../checker/system.ts";
import type { Change, Trace, TraceStep } from "../../checker/trace.ts";
import { changesOf, type Picked, type State, type Taken } from "../plain-run.ts";
import type { Order, Race } from "./order.ts";
import { keyOf, Reruns, type Detour } from "./reruns.ts";
import { whoTakes, type Who } from "./who.ts";

/** What is different. Steps are positions in the trace, from 0. */
export type Difference =
  | { readonly kind: "swap"; readonly race: Race }
  | {
      readonly kind: "delay";
      readonly step: number;
      /** A step of whoever it waits for; null: it waits for everybody else. */
      readonly until: Who | null;
    }
  | { readonly kind: "drop"; readonly step: number }
  | {
      readonly kind: "choice";
      readonly step: number;
      readonly chosen: TraceStep["chosen"];
      /** What the step of the trace changes, and this one does not. */
      readonly spared: readonly Change[];
    };

export type Neighbour = Difference & {
  /** How many steps of the trace come before the difference. */
  readonly from: number;
  /** How many steps come at another place, not at all, or in addition. */
  readonly size: number;
  /** The whole run, to its end. */
  readonly run: readonly Picked[];
};

/** How many steps may be taken in search of each kind, so that the search ends within seconds. */
const stepsMax = 6_000;

/**
 * Yields the nearest passing run of each kind, the nearest one first; `freed` as for `Reruns`. Of
 * two that are equally near, the one stands first whose kind does above.
 */
export function passingNeighbours(
  system: System,
  trace: Trace,
  order: Order,
  races: readonly Race[],
  freed: readonly string[],
): Neighbour[] {
  const kinds = [swaps, delays, heldBack, choices];
  const found = kinds.flatMap((trialsOf) => {
    const reruns = new Reruns(system, trace, freed, stepsMax);
    let nearest: Neighbour | null = null;
    for (const { difference, detour } of trialsOf({ trace, order, races, reruns })) {
      const taken = reruns.passing(detour);
      if (taken === null) continue;
      const neighbour = neighbourOf(trace, difference, detour, taken);
      if (neighbour.kind === "drop" && neighbour.step === trace.steps.length - 1) continue;
      if (nearest === null || neighbour.size < nearest.size) nearest = neighbour;
      if (nearest.size <= 1 || nearest.kind === "swap") break;
    }
    return nearest === null ? [] : [nearest];
  });
  const sorted = found.toSorted((a, b) => a.size - b.size);
  const isFirst = ({ kind, run }: Neighbour, index: number): boolean =>
    sorted.findIndex(
      (each) => each.kind === kind || JSON.stringify(each.run) === JSON.stringify(run),
    ) === index;
  return sorted.filter(isFirst);
}

interface Search {
  readonly trace: Trace;
  readonly order: Order;
  readonly races: readonly Race[];
  readonly reruns: Reruns;
}

interface Trial {
  readonly difference: Difference;
  readonly detour: Detour;
}

/** Races, those nearest to the violation first: they tell most of it. */
function* swaps({ order, races }: Search): Generator<Trial> {
  for (const race of races) {
    const steps = order.reversed(race).slice(race.first);
    const detour = { from: race.first, alone: null, steps, heldBack: null };
    yield { difference: { kind: "swap", race }, detour };
  }
}

/** Before each step from the last one on, everybody else who could go on instead. */
function* delays({ trace, reruns }: Search): Generator<Trial> {
  for (const from of latestFirst(trace)) {
    const step = trace.steps[from] as TraceStep;
    const own = whoTakes(step);
    const others = new Map(
      reruns.run
        .enabled(reruns.states[from] as State)
        .map((each) => [whoTakes(each), each] as const),
    );
    for (const [alone, { action, process, choice }] of others) {
      if (alone === own) continue;
      const detour = { from, alone, steps: trace.steps.slice(from), heldBack: null };
      yield {
        difference: { kind: "delay", step: from, until: { action, process, choice } },
        detour,
      };
    }
  }
}

/** Each step from the last one on, which then is the last thing to happen, if it still can. */
function* heldBack({ trace }: Search): Generator<Trial> {
  for (const from of latestFirst(trace)) {
    const key = keyOf(trace.steps[from] as TraceStep);
    const rest = trace.steps.slice(from);
    const detour = {
      from,
      alone: null,
      steps: rest.filter((each) => keyOf(each) !== key),
      heldBack: { key, steps: rest.filter((each) => keyOf(each) === key) },
    };
    yield { difference: { kind: "drop", step: from }, detour };
  }
}

/** The other ways of each step that has several, from the last one on. */
function* choices({ trace, reruns }: Search): Generator<Trial> {
  for (const from of latestFirst(trace)) {
    const step = trace.steps[from] as TraceStep;
    const instance = step.chosen.length === 0 ? null : reruns.run.instanceOf(step);
    if (instance === null) continue;
    const before = reruns.states[from] as State;
    for (const { chosen, after } of reruns.run.enabledOf(instance, before)) {
      if (JSON.stringify(chosen) === JSON.stringify(step.chosen)) continue;
      const changes = changesOf(before, after).map((each) => JSON.stringify(each));
      const spared = step.changes.filter((each) => !changes.includes(JSON.stringify(each)));
      const steps = [{ ...step, chosen }, ...trace.steps.slice(from + 1)];
      const detour = { from, alone: null, steps, heldBack: null };
      yield { difference: { kind: "choice", step: from, chosen, spared }, detour };
    }
  }
}

const latestFirst = ({ steps }: Trace): number[] => [...steps.keys()].reverse();

function neighbourOf(
  { steps }: Trace,
  difference: Difference,
  { from, heldBack }: Detour,
  taken: readonly Taken[],
): Neighbour {
  const run = [...steps.slice(0, from), ...taken].map(({ action, choice, chosen }) => {
    return { action, choice, chosen };
  });
  const size = distance(steps, run);
  // What was held back and came in the end has only waited.
  const isLate = heldBack !== null && taken.some((each) => keyOf(each) === heldBack.key);
  return isLate
    ? { kind: "delay", step: from, until: null, from, size, run }
    : { ...difference, from, size, run };
}

/** How far a run is from a trace: steps that are moved, left out, or put among those of it. */
function distance(steps: readonly Picked[], run: readonly Picked[]): number {
  const [before, after] = [occurrences(steps), occurrences(run)];
  const last = after.findLastIndex((each) => before.includes(each));
  const additional = after.slice(0, last + 1).filter((each) => !before.includes(each)).length;
  return before.length - commonLength(before, after) + additional;
}

/** A text a step, by its instance, what it chooses, and how often the instance has come before. */
function occurrences(steps: readonly Picked[]): string[] {
  const counts = new Map<string, number>();
  return steps.map((step) => {
    const key = keyOf(step);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return `${counts.get(key)} ${key} ${JSON.stringify(step.chosen)}`;
  });
}

/** The length of the longest common subsequence (Wagner and Fischer, 1974). */
function commonLength(left: readonly string[], right: readonly string[]): number {
  let row = right.map(() => 0);
  for (const text of left) {
    const above = row;
    row = [];
    for (const [index, other] of right.entries()) {
      const [diagonal, up, before] = [above[index - 1] ?? 0, above[index] ?? 0, row.at(-1) ?? 0];
      row.push(text === other ? diagonal + 1 : Math.max(up, before));
    }
  }
  return row.at(-1) ?? 0;
}
