/** How plain a run is. */
import { instanceKey } from "../../checker/instances.ts";
import type { Taken } from "../plain-run.ts";
import { actorKey } from "../actors.ts";
import type { Extent } from "./family.ts";

/** What comes first weighs more than all that follows. */
export interface Size extends Extent {
  /** How often a step is taken by somebody else than the one before. */
  readonly switches: number;
  /** How many take part. */
  readonly actors: number;
  /** How many different actions there are among the steps, counted with their choices. */
  readonly instances: number;
  /** The most cells of collections that are in use at once, which pools have to have. */
  readonly cells: number;
  readonly steps: number;
}

/** In the order in which they weigh. */
const parts = [
  "switches",
  "actors",
  "instances",
  "objects",
  "cells",
  "operations",
  "injections",
  "steps",
] as const satisfies readonly (keyof Size)[];

/** How many cells of collections are in use: what is null is not. */
export function cellsInUse(state: object): number {
  const collections = Object.values(state).filter((each) => Array.isArray(each)) as unknown[][];
  return collections.flat().filter((each) => each !== null).length;
}

/** Yields the size of a run from `initial` in a system of this extent. */
export function sizeOf(initial: object, steps: readonly Taken[], extent: Extent): Size {
  const keys = steps.map(({ process, choice }) => actorKey(process, choice));
  return {
    switches: keys.filter((key, index) => index > 0 && key !== keys[index - 1]).length,
    actors: new Set(keys).size,
    instances: new Set(steps.map(({ action, choice }) => instanceKey(action, choice))).size,
    ...extent,
    cells: Math.max(...[initial, ...steps.map(({ after }) => after)].map(cellsInUse)),
    steps: steps.length,
  };
}

/** Whether one size is less than another, by the first part in which they differ. */
export function isLess(a: Size, b: Size): boolean {
  const differs = parts.find((part) => a[part] !== b[part]);
  return differs !== undefined && a[differs] < b[differs];
}
