/** What of a run tells the bug: the cells to watch, and the steps to show if others are folded. */
import type { Json } from "../../checker/json.ts";
import type { Trace } from "../../checker/trace.ts";
import { statesOf } from "../states.ts";
import type { Account } from "./account.ts";
import { cellOf, judgedChanges, namedCells } from "./blame.ts";
import { isOfHolders, type Ledger } from "./ledger.ts";
import type { Neighbour } from "./neighbour.ts";
import type { Race } from "./order.ts";

/** How many steps that last wrote what was judged are shown where nothing tells more. */
const writesMax = 4;

/** Yields whom the steps of a trace are of: what they do tells where these are. */
const actorsOf = ({ steps }: Trace): Set<Json> => new Set(steps.map(({ choice }) => choice));

/**
 * Yields the cells whose changes tell the bug: those accounted for and those raced for; where there
 * are neither, those that the record of what went wrong names, and who points at them; where there
 * is no such record, all that was judged.
 */
export function tellingCells(
  trace: Trace,
  judged: readonly string[],
  { accounts, race }: { readonly accounts: readonly Account[]; readonly race: Race | null },
): string[] {
  const known = [...accounts.map(({ cell }) => cell), ...(race?.cells ?? [])];
  if (known.length > 0) return [...new Set(known)];
  const changes = judgedChanges(trace, judged);
  const written = changes.map(({ path }) => cellOf(path));
  const actors = actorsOf(trace);
  const isThing = (cell: string): boolean => !actors.has(cell);
  const named = namedCells(trace, changes).filter((each) => isThing(each));
  const things = named.filter((each) => !written.includes(each));
  if (things.length === 0) return [...new Set([...judged.filter(isThing), ...written])];
  return [...new Set([...things, ...pointingAt(trace, things).filter(isThing), ...written])];
}

/** Cells that hold references to some cells in the end. */
function pointingAt(trace: Trace, cells: readonly string[]): string[] {
  const last = statesOf(trace).at(-1) ?? {};
  const names = new RegExp(`"(?:${cells.join("|")})"`);
  return Object.entries(last).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return names.test(JSON.stringify(value)) ? [name] : [];
    return value.flatMap((each, index) =>
      names.test(JSON.stringify(each)) ? [`${name}:${index}`] : [],
    );
  });
}

interface Found {
  readonly telling: readonly string[];
  readonly accounts: readonly Account[];
  readonly ledgers: readonly Ledger[];
  readonly neighbours: readonly Neighbour[];
}

/** Yields by step whether it tells the bug. */
export function keySteps(
  trace: Trace,
  { telling, accounts, ledgers, neighbours }: Found,
): boolean[] {
  const [nearest] = neighbours;
  const told = [
    ...neighbours.filter((each) => each === nearest || each.kind === "swap").flatMap(stepsOf),
    ...accounts.flatMap((each) => stepsOfAccount(each, ledgers)),
  ];
  const isTold = accounts.length > 0 || neighbours.some(({ kind }) => kind === "swap");
  const key = new Set([trace.steps.length, ...told, ...(isTold ? [] : lastWrites(trace, telling))]);
  return trace.steps.map((_, index) => key.has(index + 1));
}

const stepsOf = (each: Neighbour): number[] =>
  each.kind === "swap" ? [each.race.first + 1, each.race.second + 1] : [each.step + 1];

/** When those who are blamed got and put their references. */
function stepsOfAccount(account: Account, ledgers: readonly Ledger[]): number[] {
  if (account.kind === "held") return account.holdings.flatMap(({ got }) => got);
  if (account.kind === "unheld") return [...account.holding.got, ...account.holding.put];
  if (account.kind === "left") return [account.unheld ?? account.made];
  const ledger = ledgers.find(({ cell }) => cell === account.cell);
  const got = ledger?.entries.filter((each) => each.got.some((who) => account.put.includes(who)));
  return [account.step, ...(got ?? []).map(({ step }) => step)];
}

/** The last step to write each leaf of some cells, the latest few, without entries of holders. */
function lastWrites({ steps }: Trace, cells: readonly string[]): number[] {
  const last = new Map<string, number>();
  for (const [index, { changes }] of steps.slice(0, -1).entries()) {
    for (const { path } of changes) {
      if (cells.includes(cellOf(path)) && !isOfHolders(path)) last.set(path, index + 1);
    }
  }
  return [...new Set(last.values())].toSorted((a, b) => b - a).slice(0, writesMax);
}
