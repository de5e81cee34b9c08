/** What the benchmark runs. */
import type { System } from "../checker/system.ts";
import { lifetime } from "../examples/lifetime.ts";
import { slidingTokens } from "../examples/sliding-tokens.ts";
import { twoPhase } from "../examples/two-phase.ts";
import { scenarios } from "../model/registry.ts";
import { specs } from "../specs/index.ts";

export interface Subject {
  readonly name: string;
  readonly make: () => System;
  /** With more states than this it is not given to the naive explorer: too long a wait. */
  readonly naiveStatesMax: number;
}

/** Scenarios that hold, of several configurations: long and short, much and little to evaluate. */
const driver: readonly string[] = [
  "C1-move",
  "C1-sync",
  "C1-gpu",
  "C1-rebind-nowait",
  "C3-back-off",
  "C8-evict",
  "C9-swapout-elsewhere",
  "C10-job",
  "C11-capture",
];

const opaque = (make: () => unknown): (() => System) => make as () => System;

export const subjects: readonly Subject[] = [
  { name: "lifetime-S", make: opaque(() => lifetime(3, 1, 3)), naiveStatesMax: 2_000_000 },
  { name: "lifetime-M", make: opaque(() => lifetime(2, 3, 2)), naiveStatesMax: 2_000_000 },
  { name: "lifetime-L", make: opaque(() => lifetime(3, 2, 2)), naiveStatesMax: 2_000_000 },
  { name: "two-phase-7", make: opaque(() => twoPhase(7)), naiveStatesMax: 2_000_000 },
  { name: "two-phase-8", make: opaque(() => twoPhase(8)), naiveStatesMax: 2_000_000 },
  {
    name: "tokens-4x4-330",
    make: opaque(() => slidingTokens(4, 4, [3, 3, 0])),
    naiveStatesMax: 2_000_000,
  },
  {
    name: "tokens-4x4-440",
    make: opaque(() => slidingTokens(4, 4, [4, 4, 0])),
    naiveStatesMax: 2_000_000,
  },
  ...scenarios
    .filter(({ name }) => driver.includes(name))
    .map((scenario) => ({
      name: scenario.name,
      naiveStatesMax: 30_000,
      make: opaque(() => {
        const properties = specs.flatMap(({ property, witness }) => [property, witness]);
        return scenario.build({ patches: [], without: [], properties });
      }),
    })),
];
