/** The leaves of the state that a step changed, gathered where one change shifts many of them. */
import type { Change } from "../../checker/trace.ts";
import { without } from "../without.ts";
import { value } from "./value.ts";

/** One line: where, and what happened there. */
export interface ChangeLine {
  readonly path: string;
  readonly text: string;
}

/**
 * Yields a line for each leaf, `old -> new`. Several elements of an array that only move over,
 * since one was put in or taken out, are one line instead: `+ in, - out`.
 */
export function changeLines(changes: readonly Change[]): ChangeLine[] {
  const byArray = new Map<string, Change[]>();
  for (const change of changes) {
    const path = arrayOf(change.path) ?? change.path;
    byArray.set(path, [...(byArray.get(path) ?? []), change]);
  }
  return [...byArray].flatMap(([path, group]) => {
    const shift = group.length > 1 ? shiftOf(group) : null;
    return shift === null ? group.map(leafLine) : [{ path, text: shift }];
  });
}

function leafLine({ path, ...change }: Change): ChangeLine {
  const after = change.new === undefined ? "(none)" : value(change.new);
  if (change.old === undefined) return { path, text: `(none) -> ${after}` };
  // What was in a cell that is freed, the steps before tell.
  const freed = typeof change.old === "object" && (change.new ?? null) === null;
  return { path, text: `${freed && change.old !== null ? "..." : value(change.old)} -> ${after}` };
}

/**
 * `sgts[0].refs` for the leaf `sgts[0].refs[2]`; null for a leaf that is no element of an array.
 */
function arrayOf(path: string): string | null {
  return /^(.+)\[\d+\]$/.exec(path)?.[1] ?? null;
}

/**
 * What was put into an array and taken out of it; null where that does not tell the whole change.
 */
function shiftOf(changes: readonly Change[]): string | null {
  const leaves = changes
    .flatMap((each) => [each.old, each.new])
    .filter((each) => each !== undefined);
  if (leaves.some((each) => typeof each !== "string")) return null;
  const before = changes.flatMap(({ old }) => (old === undefined ? [] : [value(old)]));
  const after = changes.flatMap((each) => (each.new === undefined ? [] : [value(each.new)]));
  const added = without(after, before);
  const removed = without(before, after);
  const moved = after.length - added.length;
  if (moved === 0 || added.length + removed.length === 0) return null;
  return [...added.map((each) => `+ ${each}`), ...removed.map((each) => `- ${each}`)].join(", ");
}
