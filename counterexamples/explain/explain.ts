/** Everything that can be said of a counterexample beyond its steps. */
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { accountsOf, type Account } from "./account.ts";
import { cellsToBlame, judgedCells } from "./blame.ts";
import { keySteps, tellingCells } from "./key-steps.ts";
import { ledgersOf, type Ledger } from "./ledger.ts";
import { passingNeighbours, type Neighbour } from "./neighbour.ts";
import { pointOfNoReturn } from "./no-return.ts";
import { Order, racesOf, type Race } from "./order.ts";
import { sliceOf } from "./slice.ts";

export { cellsToBlame };

export interface Explanation {
  /** What is violated is judged when all has ended. */
  readonly isOfRest: boolean;
  /** Cells that the property looked at where it is violated. */
  readonly judged: readonly string[];
  /** By step: whether the violation comes from it. */
  readonly slice: readonly boolean[];
  /** What became of the cell to blame, by what the ledger says. */
  readonly accounts: readonly Account[];
  /** Who held the cells to blame, if they count their references. */
  readonly ledgers: readonly Ledger[];
  /** Steps of different processes whose order nothing forced, the last ones first. */
  readonly races: readonly Race[];
  /** The one of them that decides: in the other order the run passes; null: none does alone. */
  readonly race: Race | null;
  /** The step behind which no run passes, from 1; null: not found out. */
  readonly noReturn: number | null;
  /** Cells whose changes tell the story: those to blame, and those that were raced for. */
  readonly telling: readonly string[];
  /** By step: whether it touches what is to blame, or races, or is the last one. */
  readonly key: readonly boolean[];
  /** The nearest runs that pass, one of each kind at most, the nearest first. */
  readonly neighbours: readonly Neighbour[];
}

/** In how many states a good end is looked for. */
const statesMax = 50_000;

/** Explains a trace that replays on the system. */
export async function explain(system: System, trace: Trace): Promise<Explanation> {
  const order = new Order(trace.steps);
  const races = racesOf(system, trace, order);
  const judged = judgedCells(system, trace);
  const accounts = accountsOf(system, trace, judged);
  const freed = accounts.flatMap((each) =>
    each.kind === "gone" && each.isFreed ? [each.cell] : [],
  );
  const neighbours = passingNeighbours(system, trace, order, races, freed);
  const swap = neighbours.find((each) => each.kind === "swap");
  const ledgers = ledgersOf(
    trace,
    accounts.map(({ cell }) => cell),
  );
  const telling = tellingCells(trace, judged, {
    accounts,
    race: swap?.race ?? null,
  });
  const starts = neighbours.map(({ from }) => from);
  const kind = system.properties.find(({ id }) => id === trace.property)?.kind;
  return {
    isOfRest: kind === "at-rest",
    judged,
    slice: sliceOf(trace.steps, judged, kind === "step-property"),
    accounts,
    ledgers,
    races,
    race: swap?.race ?? null,
    noReturn: await pointOfNoReturn(system, trace, {
      good: Math.max(-1, ...starts),
      freed,
      statesMax,
    }),
    telling,
    key: keySteps(trace, { telling, accounts, ledgers, neighbours }),
    neighbours,
  };
}
