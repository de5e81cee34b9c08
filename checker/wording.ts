/** Words the verdict of an exploration that has ended. */
import type { Exploration } from "./exploration.ts";
import type { Origin } from "./options.ts";
import type { Property } from "./properties.ts";
import { deadlockId } from "./state-checks.ts";
import type { StepViolation } from "./step-checks.ts";
import type { System } from "./system.ts";
import { TraceBuilder, type LastStep, type TraceHead } from "./trace-builder.ts";
import type { Bound, Statistics, Strategy, Verdict, Violation, WitnessResult } from "./verdict.ts";

/** What the deadlock check claims. */
const deadlockClaim = "No state is stuck: where no step is enabled, the system is done";

/** What the property of this id claims, the deadlock check included; "" if there is none such. */
export function claimOf({ properties }: Pick<System, "properties">, id: string): string {
  if (id === deadlockId) return deadlockClaim;
  return properties.find((each) => each.id === id)?.claim ?? "";
}

export interface Circumstances {
  readonly system: System;
  readonly properties: readonly Property[];
  readonly strategy: Strategy;
  readonly bound: Bound | null;
  readonly elapsedMs: number;
  readonly origin: Origin | null;
}

export function wordVerdict(exploration: Exploration, circumstances: Circumstances): Verdict {
  const { system, strategy, bound, elapsedMs } = circumstances;
  const { store, successors, memo, levels } = exploration;
  const statistics = wordStatistics(exploration, elapsedMs);
  const coverage = memo.coverage();
  const violations = wordViolations(exploration, circumstances);
  const cut = violations.length > 0 ? null : bound;
  const found = strategy === "breadth-first" ? completed(levels, store.count) : [];
  return {
    system: system.name,
    strategy,
    outcome: violations.length > 0 ? "violated" : cut === null ? "holds" : "incomplete",
    states: store.count,
    transitions: successors.transitions,
    depth: strategy === "breadth-first" ? found.length - 1 : exploration.depth,
    elapsedMs,
    levels: found,
    violations,
    witnesses: wordWitnesses(exploration, circumstances),
    bound: cut,
    coverage,
    statistics,
  };
}

/** The levels, with the states of one that was cut off. */
function completed(levels: readonly number[], states: number): number[] {
  const rest = states - levels.reduce((sum, count) => sum + count, 0);
  return rest > 0 ? [...levels, rest] : [...levels];
}

function wordStatistics(exploration: Exploration, elapsedMs: number): Statistics {
  const { store, successors, memo, stateChecks, stepChecks, evaluator, memory } = exploration;
  const seconds = Math.max(elapsedMs, 0.001) / 1000;
  const looked = successors.expanded * memo.instances.length - memo.misses;
  return {
    evaluations: evaluator.calls,
    memoHits: Math.max(0, looked) + stateChecks.hits + stepChecks.hits,
    memoryBytes: memory.bytes,
    bytesPerState: memory.bytes / store.count,
    statesPerSecond: store.count / seconds,
    transitionsPerSecond: successors.transitions / seconds,
  };
}

function wordViolations(exploration: Exploration, circumstances: Circumstances): Violation[] {
  const builder = builderFor(exploration);
  const { system, origin } = circumstances;
  const { stateChecks, stepChecks } = exploration;
  const word = (id: string, claim: string, state: number, last?: LastStep): Violation => {
    const head: TraceHead = {
      system: system.name,
      scenario: origin?.scenario ?? null,
      patches: origin?.patches ?? [],
      without: origin?.without ?? [],
      drop: origin?.drop ?? [],
      words: origin?.words ?? null,
      seed: null,
      property: id,
      claim,
    };
    return { property: id, claim, trace: builder.traceTo(state, head, last) };
  };
  const ofStates = [...stateChecks.violations].map(([id, state]) => {
    return word(id, claimOf(circumstances.system, id), state);
  });
  const ofSteps = [...stepChecks.violations.values()].map((violation: StepViolation) =>
    word(violation.property.id, violation.property.claim, violation.state, violation),
  );
  // The shortest first; equally long ones in the order in which the search found them.
  return [...ofStates, ...ofSteps].toSorted((a, b) => a.trace.steps.length - b.trace.steps.length);
}

function wordWitnesses(exploration: Exploration, circumstances: Circumstances): WitnessResult[] {
  const builder = builderFor(exploration);
  const counts = exploration.stateChecks.witnessCounts();
  return circumstances.properties
    .filter(({ kind }) => kind === "witness")
    .map(({ id, claim }) => {
      const state = exploration.stateChecks.witnessed.get(id);
      return {
        property: id,
        claim,
        reached: state !== undefined,
        depth: state === undefined ? null : builder.depthOf(state),
        states: counts.get(id) ?? 0,
      };
    });
}

function builderFor({ cells, evaluator, store, memo }: Exploration): TraceBuilder {
  return new TraceBuilder(cells, evaluator, store, memo.instances);
}
