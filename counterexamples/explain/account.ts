/**
 * What became of a cell that a violation is about: which put was one too many, or is missing. Cells
 * that keep their holders, as `ledger.ts` says, tell more than others; of any cell it is known when
 * it was freed, that is to say, became null.
 */
import type { Json } from "../../checker/json.ts";
import { isRef } from "../../checker/refs.ts";
import type { System } from "../../checker/system.ts";
import type { Change, Trace } from "../../checker/trace.ts";
import { isNameOfHolders } from "../holder-lists.ts";
import type { State } from "../plain-run.ts";
import { statesOf } from "../states.ts";
import { judgedChanges, lookedAt, namedCells } from "./blame.ts";
import { faultIn } from "./fault.ts";
import { cellIn, holdersIn, ledgersOf, type Ledger } from "./ledger.ts";

/** A holder, and the steps in which it got and put its references, from 1; 0: it had it before. */
export interface Holding {
  readonly holder: string;
  readonly got: readonly number[];
  readonly put: readonly number[];
}

export type Account =
  | {
      /** It is gone, and something still names it. */
      readonly kind: "gone";
      readonly cell: string;
      /** The step in which it went, from 1. */
      readonly step: number;
      /** It was freed; false: nobody holds it any more. */
      readonly isFreed: boolean;
      /** Whose references were put in that step; none: it keeps no holders. */
      readonly put: readonly string[];
      /** What holds a pointer to it at the end; null: the last step used it. */
      readonly pointer: string | null;
      /** The holdings of whoever took the last step; null: unknown, as it keeps no holders. */
      readonly user: readonly Holding[] | null;
    }
  | {
      /** Somebody who is named holds no reference, or none any more. */
      readonly kind: "unheld";
      readonly cell: string;
      readonly holding: Holding;
      /** What is recorded speaks of a put. */
      readonly isPut: boolean;
    }
  | {
      /** At the end of everything it is still held. */
      readonly kind: "held";
      readonly cell: string;
      readonly holdings: readonly Holding[];
    }
  | {
      /** At the end of everything it is still there, though nobody holds it, if that is known. */
      readonly kind: "left";
      readonly cell: string;
      /** The step behind which nobody holds it, from 1; 0: the start; null: it has no holders. */
      readonly unheld: number | null;
      /** The step in which it came to be, from 1; 0: it was there at the start. */
      readonly made: number;
    };

/** How many cells are accounted for, at most. */
const accountsMax = 2;

/** Yields the accounts of the cells that are to blame, as far as something is to be said. */
export function accountsOf(system: System, trace: Trace, judged: readonly string[]): Account[] {
  const states = statesOf(trace);
  const [changes, last] = [judgedChanges(trace, judged), states.at(-1) as State];
  const kind = system.properties.find(({ id }) => id === trace.property)?.kind;
  if (kind === "at-rest") return leftOver(trace, states, lookedAt(system, trace));
  const things = thingsIn(trace, changes);
  const accounts = [
    ...things.flatMap((cell) => gone(trace, states, cell, null)),
    ...things.flatMap((cell) => unheld(trace, cell, changes)),
    ...pointers(last, judged)
      .filter(([, cell]) => cellIn(last, cell) === null)
      .flatMap(([pointer, cell]) => gone(trace, states, cell, pointer)),
  ];
  const isFirst = ({ cell }: Account, index: number): boolean =>
    accounts.findIndex((each) => each.cell === cell) === index;
  return accounts.filter(isFirst).slice(0, accountsMax);
}

/** The cells that a record of what went wrong is about; without one, all that are named. */
function thingsIn(trace: Trace, changes: readonly Change[]): string[] {
  const fault = faultIn(changes);
  const actors = new Set(trace.steps.map(({ choice }) => choice));
  const news = changes.map((each) => ({ path: "", new: each.new ?? null }));
  const named = namedCells(trace, news).filter((cell) => !actors.has(cell));
  return fault?.cell == null ? named : named.filter((cell) => cell === fault.cell);
}

/** The cell's end, if it had one before the last step. */
function gone(
  trace: Trace,
  states: readonly State[],
  cell: string,
  pointer: string | null,
): Account[] {
  const isThere = (state: State): boolean =>
    cellIn(state, cell) !== null && holdersIn(state, cell)?.length !== 0;
  const there = states.map(isThere);
  const step = there.lastIndexOf(true) + 1;
  if (step === 0 || step >= states.length) return [];
  const isFreed = cellIn(states.at(-1) as State, cell) === null;
  const [ledger] = ledgersOf(trace, [cell]);
  const put = ledger?.entries.find((entry) => entry.step === step)?.put ?? [];
  const last = trace.steps.at(-1);
  const user = isRef(last?.choice) ? last.choice : (last?.process ?? null);
  const own = ledger === undefined || user === null ? null : holdings(ledger, user);
  return [{ kind: "gone", cell, step, isFreed, put, pointer, user: own }];
}

/** Whoever the record of the violation names as a holder of the cell, and is none. */
function unheld(trace: Trace, cell: string, changes: readonly Change[]): Account[] {
  const [ledger] = ledgersOf(trace, [cell]);
  const fault = faultIn(changes);
  if (ledger === undefined || fault === null) return [];
  const record = JSON.stringify(fault);
  const now = ledger.entries.at(-1)?.holders ?? [];
  const isPut = /\b(?:puts?|drops?)\b/.test(fault.what);
  const names = new Set(ledger.entries.flatMap(({ got }) => got));
  const isNamed = (holder: string): boolean =>
    holder !== cell && new RegExp(`${escaped(holder)}(?![\\w.])`).test(record);
  const former = [...names].filter((each) => isNamed(each) && !now.includes(each));
  const [strange] = isPut ? (/^[\w.:]+:\d[\w.]*/.exec(fault.what) ?? []) : [];
  const strangers = strange === undefined || names.has(strange) ? [] : [strange];
  return [...former, ...strangers].map((holder): Account => {
    const holding = holdings(ledger, holder).find((each) => each.holder === holder);
    return { kind: "unheld", cell, isPut, holding: holding ?? { holder, got: [], put: [] } };
  });
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * What is there at the end though it should not be. Whoever judges stops at the first cell that is
 * wrong, so that of all that is there it was looked at last; what a cell holds that is gone itself
 * comes before that, since nobody can ever put that reference.
 */
function leftOver(trace: Trace, states: readonly State[], looked: readonly string[]): Account[] {
  const last = states.at(-1) as State;
  const found = looked.toReversed().flatMap((cell): Account[] => {
    const [ledger] = ledgersOf(trace, [cell]);
    const now = holdersIn(last, cell);
    const made = states.findLastIndex((state) => cellIn(state, cell) === null) + 1;
    if (ledger === undefined || now === null) {
      const isLeft = cellIn(last, cell) !== null && canBeFreed(states, cell);
      return isLeft ? [{ kind: "left", cell, unheld: null, made }] : [];
    }
    if (now.length === 0) {
      const step = ledger.entries.findLast(({ put }) => put.length > 0)?.step ?? 0;
      return [{ kind: "left", cell, unheld: step, made }];
    }
    const held = [...new Set(now)].flatMap((holder) =>
      holdings(ledger, holder).filter((each) => each.holder === holder),
    );
    return [{ kind: "held", cell, holdings: held }];
  });
  return found
    .toSorted((a, b) => Number(isForlorn(last, b)) - Number(isForlorn(last, a)))
    .slice(0, 1);
}

/** Whether cells beside this one, or itself, are ever null: that is how one is freed. */
function canBeFreed(states: readonly State[], cell: string): boolean {
  const cells = /^(.+):\d+$/.exec(cell)?.[1] ?? "";
  return states.some((state) => {
    const all = state[cells];
    return Array.isArray(all) && (all as Json[]).includes(null);
  });
}

/** Whether who holds it is gone. */
function isForlorn(last: State, account: Account): boolean {
  if (account.kind !== "held") return false;
  return account.holdings.some(({ holder }) => {
    const [cell] = /^[A-Za-z_]\w*:\d+/.exec(holder) ?? [];
    return cell !== undefined && cellIn(last, cell) === null;
  });
}

/** When `who`, or a part of it such as `objects:0.mm.rsgt`, got and put its references. */
function holdings({ entries }: Ledger, who: string): Holding[] {
  const names = new Set(entries.flatMap(({ got }) => got));
  const own = [...names].filter((each) => each === who || each.startsWith(`${who}.`));
  return own.map((holder) => {
    const stepsWith = (of: "got" | "put"): number[] =>
      entries.flatMap((entry) => entry[of].filter((each) => each === holder).map(() => entry.step));
    return { holder, got: stepsWith("got"), put: stepsWith("put") };
  });
}

/** References to cells, in what was judged: who points, and where to. */
function pointers(state: State, judged: readonly string[]): (readonly [string, string])[] {
  return judged.flatMap((pointer) =>
    refsIn(cellIn(state, pointer)).map((cell) => [pointer, cell] as const),
  );
}

/** All references in a value but those in lists of holders, which point the other way. */
function refsIn(value: Json): string[] {
  if (isRef(value)) return [value];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return (value as Json[]).flatMap(refsIn);
  return Object.entries(value).flatMap(([field, inner]) =>
    isNameOfHolders(field) ? [] : refsIn(inner),
  );
}
