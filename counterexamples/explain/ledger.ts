/**
 * Who held each reference when: cells of the driver keep their holders in a list called `refs`, so
 * that every get and every put has a name.
 */
import type { Json } from "../../checker/json.ts";
import type { Trace } from "../../checker/trace.ts";
import { statesOf } from "../states.ts";
import { without } from "../without.ts";

/** What a step did to the references on a cell. */
export interface Entry {
  /** Step, from 1; 0: it was so at the start. */
  readonly step: number;
  readonly got: readonly string[];
  readonly put: readonly string[];
  /** Who holds references behind it; null: the cell has been freed. */
  readonly holders: readonly string[] | null;
}

export interface Ledger {
  readonly cell: string;
  readonly entries: readonly Entry[];
}

/** Yields the ledger of each of these cells that keeps its holders; `vmas:0` is `vmas[0]`. */
export function ledgersOf(trace: Trace, cells: readonly string[]): Ledger[] {
  const states = statesOf(trace);
  return cells.flatMap((cell) => {
    const holders = states.map((state) => holdersIn(state, cell));
    if (holders.every((each) => each === null)) return [];
    const entries = holders.flatMap((now, step): Entry[] => {
      const before = step === 0 ? null : (holders[step - 1] ?? null);
      if (step === 0 && now === null) return [];
      const got = without(now ?? [], before ?? []);
      const put = without(before ?? [], now ?? []);
      const isFreed = before !== null && now === null;
      if (step > 0 && got.length + put.length === 0 && !isFreed) return [];
      return [{ step, got, put, holders: now }];
    });
    return [{ cell, entries }];
  });
}

function holdersIn(state: Readonly<Record<string, Json>>, cell: string): string[] | null {
  const [, collection, index] = /^(.+):(\d+)$/.exec(cell) ?? [];
  const cells = collection === undefined ? null : state[collection];
  const value: Json = Array.isArray(cells) ? ((cells as Json[])[Number(index)] ?? null) : null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const refs = (value as Readonly<Record<string, Json>>)["refs"];
  if (!Array.isArray(refs)) return null;
  return (refs as Json[]).map((each) => (typeof each === "string" ? each : JSON.stringify(each)));
}
