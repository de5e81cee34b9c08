/** Results made by hand, to be judged and rendered without a search. */
import type { Trace, TraceStep } from "../../checker/trace.ts";
import type { Verdict } from "../../checker/verdict.ts";
import type { Run } from "../../cli/plan.ts";
import { onlyChild } from "../../counterexamples/minimise/family.ts";
import { invariant, system } from "drmcheck";

/** A run of a scenario that is declared to hold in 288 states, unless `parts` says otherwise. */
export function runOf(parts: Partial<Run> = {}): Run {
  const of = system<object>({
    name: "bind-and-unbind",
    initial: { vm: { locked: false } },
    actions: [],
    properties: [
      invariant("noUseAfterFree", { claim: "Nothing freed is used", holds: () => true }),
    ],
  });
  return {
    name: "bind-and-unbind",
    system: of,
    family: onlyChild(of),
    judged: null,
    mustReach: false,
    origin: { scenario: "bind-and-unbind", patches: [], without: [] },
    frames: null,
    declared: { outcome: "holds", finding: null, states: 288, transitions: 1145, depth: 10 },
    unchanged: null,
    shows: [],
    premises: [],
    steps: null,
    command: "drmcheck check bind-and-unbind",
    ...parts,
  };
}

/** The verdict that such a run is declared to yield, unless `parts` says otherwise. */
export function verdictOf(parts: Partial<Verdict> = {}): Verdict {
  return {
    system: "bind-and-unbind",
    strategy: "breadth-first",
    outcome: "holds",
    states: 288,
    transitions: 1145,
    depth: 10,
    elapsedMs: 1240,
    levels: [],
    violations: [],
    witnesses: [],
    bound: null,
    coverage: [],
    statistics: {
      evaluations: 0,
      memoHits: 0,
      memoryBytes: 0,
      bytesPerState: 0,
      statesPerSecond: 0,
      transitionsPerSecond: 0,
    },
    ...parts,
  };
}

/** A trace of these steps, to a use after free. */
export function traceOf(steps: readonly Partial<TraceStep>[]): Trace {
  return {
    format: "drmcheck trace",
    version: 3,
    system: "bind-and-unbind",
    scenario: "bind-and-unbind",
    patches: [],
    without: [],
    drop: [],
    words: null,
    seed: null,
    property: "noUseAfterFree",
    claim: "Nothing freed is used",
    initial: { vm: { locked: false }, vmas: [{ node: null }] },
    steps: steps.map((step) => ({
      action: "run",
      choice: null,
      chosen: [],
      process: null,
      label: null,
      source: null,
      changes: [],
      reads: [],
      writes: [],
      ...step,
    })),
  };
}
