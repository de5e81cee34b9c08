/** Everything that can be said of a counterexample beyond its steps. */
import { Retrace } from "../../checker/retrace.ts";
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { ledgersOf, type Ledger } from "./ledger.ts";
import { passingNeighbours, type Neighbour } from "./neighbour.ts";
import { pointOfNoReturn } from "./no-return.ts";
import { Order, type Race } from "./order.ts";
import { sliceOf } from "./slice.ts";

export interface Explanation {
  /** Cells that the property looked at where it is violated. */
  readonly judged: readonly string[];
  /** By step: whether the violation comes from it. */
  readonly slice: readonly boolean[];
  /** Of the cells that matter and count their references, that which was blamed first. */
  readonly ledgers: readonly Ledger[];
  /** Steps of different processes whose order nothing forced, the last ones first. */
  readonly races: readonly Race[];
  /** The step behind which no run ends well, from 1; null: not found out. */
  readonly noReturn: number | null;
  /** By step: whether it touches what is to blame, or races, or is the last one. */
  readonly key: readonly boolean[];
  /** The nearest runs that pass. */
  readonly neighbours: readonly Neighbour[];
}

/** How many neighbours are looked for, and in how many states a good end. */
const neighboursMax = 2;
const statesMax = 200_000;
/** How many ledgers are kept, at most. */
const ledgersMax = 3;

/** Explains a trace that replays on the system. */
export async function explain(system: System, trace: Trace): Promise<Explanation> {
  const order = new Order(trace.steps);
  const judged = judgedCells(system, trace);
  const ledgers = ledgersOf(trace, cellsToBlame(trace, judged)).slice(0, ledgersMax);
  const neighbours = passingNeighbours(system, trace, order, neighboursMax);
  return {
    judged,
    slice: sliceOf(trace.steps, judged),
    ledgers,
    races: order.races(),
    noReturn: await pointOfNoReturn(system, trace, statesMax),
    key: keySteps(trace, ledgers, neighbours),
    neighbours,
  };
}

function keySteps(
  { steps }: Trace,
  ledgers: readonly Ledger[],
  neighbours: readonly Neighbour[],
): boolean[] {
  const cell = ledgers[0]?.cell;
  const moved = neighbours.flatMap((each) =>
    each.kind === "pick" ? [each.step] : [each.race.first, each.race.second],
  );
  return steps.map(
    ({ writes }, index) =>
      index === steps.length - 1 ||
      moved.includes(index) ||
      (cell !== undefined && writes.includes(cell)),
  );
}

/**
 * A step property looks at what the last step touched. At rest, what keeps everybody from going on
 * counts as well.
 */
function judgedCells(system: System, trace: Trace): string[] {
  const property = system.properties.find(({ id }) => id === trace.property);
  if (property?.kind === "step-property") {
    const last = trace.steps.at(-1);
    return [...(last?.writes ?? []), ...(last?.reads ?? [])];
  }
  const retrace = new Retrace(system, trace.initial as object);
  for (const step of trace.steps) retrace.take(step);
  const looked = property === undefined ? [] : retrace.judgedBy(property);
  const isOfRest = property === undefined || property.kind === "at-rest";
  return [...new Set([...looked, ...(isOfRest ? retrace.restsOn() : [])])];
}

/**
 * Cells in the order in which they are to blame: those that the last change of what was judged
 * names, as a recorded fault names the struct, then what was judged, then what the last step saw.
 */
export function cellsToBlame(
  { steps, initial }: Pick<Trace, "steps" | "initial">,
  judged: readonly string[],
): string[] {
  const last = steps.at(-1);
  const collections = Object.keys(initial as object);
  const named = JSON.stringify(last?.changes ?? []).match(/[A-Za-z_]\w*:\d+/g) ?? [];
  const known = named.filter((cell) => collections.includes(cell.slice(0, cell.indexOf(":"))));
  return [...new Set([...known, ...judged, ...(last?.reads ?? [])])];
}
