/**
 * Who held each reference when. Of the lists of holders that a cell has, that of its own references
 * is its field `refs`, `holders` or `holds`, the first of these that it has.
 */
import type { Json } from "../../checker/json.ts";
import type { Trace } from "../../checker/trace.ts";
import { statesOf } from "../states.ts";
import { entriesOf, type Entry } from "../holder-lists.ts";

export interface Ledger {
  readonly cell: string;
  readonly entries: readonly Entry[];
}

/** Yields the ledger of each of these cells that keeps its holders; `vmas:0` is `vmas[0]`. */
export function ledgersOf(trace: Trace, cells: readonly string[]): Ledger[] {
  const states = statesOf(trace);
  return cells.flatMap((cell) => {
    const holders = states.map((state) => holdersIn(state, cell));
    return holders.every((each) => each === null) ? [] : [{ cell, entries: entriesOf(holders) }];
  });
}

const holderFields = ["refs", "holders", "holds"] as const;

/** Whether a leaf of the state is an entry of a list of holders. */
export function isOfHolders(path: string): boolean {
  return /^[\w$]+(?:\[\d+\])?\.(?:refs|holders|holds)\[\d+\]$/.test(path);
}

/** Who holds a cell in a state; null: it is not there, or keeps no holders. */
export function holdersIn(state: Readonly<Record<string, Json>>, cell: string): string[] | null {
  const value = cellIn(state, cell);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const record = value as Readonly<Record<string, Json>>;
  const holders = holderFields.map((field) => record[field]).find((each) => Array.isArray(each));
  if (holders === undefined) return null;
  return (holders as Json[]).map((each) =>
    typeof each === "string" ? each : JSON.stringify(each),
  );
}

/** The value of a cell: of `vmas:0` or of `counter`; null: it has been freed, or there is none. */
export function cellIn(state: Readonly<Record<string, Json>>, cell: string): Json {
  const [, collection, index] = /^(.+):(\d+)$/.exec(cell) ?? [];
  if (collection === undefined) return state[cell] ?? null;
  const cells = state[collection];
  return Array.isArray(cells) ? ((cells as Json[])[Number(index)] ?? null) : null;
}
