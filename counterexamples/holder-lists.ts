/**
 * Who holds what, by convention: a cell that counts its references lists who holds them, an entry a
 * reference, so that every get and every put has a name. Such a list is a field whose name ends in
 * `refs`, `holders`, `holds` or `pins`: `refs`, `resvRefs`, `holds`. Nothing else has to be known
 * of a system.
 */
import type { State } from "./plain-run.ts";
import { without } from "./without.ts";

/** Whether a field of this name is meant for holders. */
export function isNameOfHolders(field: string): boolean {
  return /(?:refs|holders|holds|pins)$/i.test(field);
}

/** What a step did to a list of holders. */
export interface Entry {
  /** Step, from 1; 0: it was so at the start. */
  readonly step: number;
  readonly got: readonly string[];
  readonly put: readonly string[];
  /** Who holds references behind it; null: the cell has been freed. */
  readonly holders: readonly string[] | null;
}

/** A list of holders, and how it went. */
export interface HolderList {
  /** `vmaResources:0` for `vmaResources[0]`; `manager` for what is no array of cells. */
  readonly cell: string;
  /** `refs`; `holds`. */
  readonly field: string;
  readonly entries: readonly Entry[];
}

/** Yields all lists that there are in one of these states, which follow each other. */
export function holderLists(states: readonly State[]): HolderList[] {
  const named = states.map(listsIn);
  const names = new Map(named.flatMap((lists) => [...lists].map(([name, list]) => [name, list])));
  return [...names].map(([name, { cell, field }]) => {
    const entries = entriesOf(named.map((lists) => lists.get(name)?.holders ?? null));
    return { cell, field, entries };
  });
}

interface Found {
  readonly cell: string;
  readonly field: string;
  readonly holders: readonly string[];
}

function listsIn(state: State): Map<string, Found> {
  const cells = Object.entries(state).flatMap(([name, value]): [string, unknown][] =>
    Array.isArray(value)
      ? (value as unknown[]).map((each, index) => [`${name}:${index}`, each])
      : [[name, value]],
  );
  return new Map(
    cells.flatMap(([cell, value]) =>
      typeof value !== "object" || value === null || Array.isArray(value)
        ? []
        : Object.entries(value).flatMap(([field, holders]) =>
            isNameOfHolders(field) && isTexts(holders)
              ? [[`${cell}.${field}`, { cell, field, holders }] as const]
              : [],
          ),
    ),
  );
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");

/** What each step did to a list; null: its cell is not there. */
export function entriesOf(lists: readonly (readonly string[] | null)[]): Entry[] {
  return lists.flatMap((holders, step): Entry[] => {
    const before = lists[step - 1] ?? null;
    if (holders === null && before === null) return [];
    const got = without(holders ?? [], before ?? []);
    const put = without(before ?? [], holders ?? []);
    const isThereOrGone = (holders === null) !== (before === null);
    return isThereOrGone || got.length + put.length > 0 ? [{ step, got, put, holders }] : [];
  });
}
