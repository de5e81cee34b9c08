/** Known counts as tables: a row is a system and the size of its state graph by other sources. */
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { CheckOptions } from "../../checker/options.ts";
import type { System } from "../../checker/system.ts";
import type { Verdict } from "../../checker/verdict.ts";

export interface Row {
  readonly name: string;
  readonly run: (options: CheckOptions) => Promise<Verdict>;
  readonly states: number;
  /** Null where no source gives them. */
  readonly transitions: number | null;
  /** Breadth-first levels, the initial states being the first: how many, or the size of each. */
  readonly levels: number | readonly number[] | null;
}

export const row = <S extends object>(
  system: System<S>,
  states: number,
  transitions: number | null,
  levels: number | readonly number[] | null,
): Row => ({
  name: system.name,
  // Properties are deselected: a violation would end the search before all states are found.
  run: (options) => check(system, { ...options, properties: [] }),
  states,
  transitions,
  levels,
});

/** Yields the transitions of a source that counts states generated, of which one is initial. */
export const generated = (count: number): number => count - 1;

/** Tests each row in both strategies; depths and levels mean something breadth-first only. */
export function testCounts(rows: readonly Row[], timeoutMs: number): void {
  for (const known of rows) {
    test(`${known.name}, breadth-first`, { timeout: timeoutMs }, async () => {
      const verdict = await known.run({ strategy: "breadth-first" });
      expectSize(verdict, known);
      if (known.levels === null) return;
      const levels = typeof known.levels === "number" ? verdict.levels.length : verdict.levels;
      expect(levels).toEqual(known.levels);
      expect(verdict.depth).toBe(verdict.levels.length - 1);
    });

    test(`${known.name}, depth-first`, { timeout: timeoutMs }, async () => {
      expectSize(await known.run({ strategy: "depth-first" }), known);
    });
  }
}

function expectSize(verdict: Verdict, { states, transitions }: Row): void {
  expect(verdict.outcome).toBe("holds");
  expect(verdict.states).toBe(states);
  if (transitions !== null) expect(verdict.transitions).toBe(transitions);
}
