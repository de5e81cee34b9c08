/**
 * Families of systems: one, and the smaller ones that are left when parts of it are dropped. All of
 * them differ in nothing but their initial states.
 */
import type { System } from "../../checker/system.ts";

/** How much of everything a member has; all 0 where nothing can be dropped. */
export interface Extent {
  readonly objects: number;
  readonly operations: number;
  /** Failures that may be injected. */
  readonly injections: number;
}

export interface Family {
  /** Ids of what can be dropped: what is done, each once. */
  readonly operations: readonly string[];
  /** What can go wrong, by class, as often as it can. */
  readonly injections: readonly string[];
  /** Yields the member without these. */
  build(drop: readonly string[]): System;
  /** Yields one system that begins as any of several members, in their order. */
  buildAll(drops: readonly (readonly string[])[]): System;
  /** The same before it was changed in what is to be found out; null: it was not changed. */
  buildUnchanged(drop: readonly string[]): System | null;
  extent(drop: readonly string[]): Extent;
  /** What messages call a part. */
  nameOf(id: string): string;
  /** Whether what is left makes sense to do. */
  readonly isSensible: (drop: readonly string[]) => boolean;
}

/** The family of a system of which nothing can be dropped. */
export function onlyChild(system: System): Family {
  return {
    operations: [],
    injections: [],
    build: () => system,
    buildAll: () => system,
    buildUnchanged: () => null,
    nameOf: (id) => id,
    extent: () => ({ objects: 0, operations: 0, injections: 0 }),
    isSensible: () => true,
  };
}

/** Yields every way to drop operations that makes sense; null: there are more than `most`. */
export function operationDrops(
  { operations, isSensible }: Pick<Family, "operations" | "isSensible">,
  most: number,
): string[][] | null {
  if (2 ** operations.length > most) return null;
  return subsets(operations).filter((drop) => isSensible(drop));
}

/** Yields all parts of a list, the whole one last; of those that read the same, one. */
export function subsets(all: readonly string[]): string[][] {
  const found = all.reduce<string[][]>(
    (sets, each) => sets.flatMap((set) => [set, [...set, each]]),
    [[]],
  );
  const byText = new Map(found.map((set) => [set.join("\n"), set]));
  return [...byText.values()].toSorted((a, b) => a.length - b.length);
}
