/**
 * Checks a system: puts an exploration together, runs a search within its bounds, and words the
 * verdict.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { Exploration } from "./exploration.ts";
import { MemoryBudget, MemoryExhausted } from "./memory.ts";
import { ModelError } from "./model-error.ts";
import { nearestName } from "./nearest-name.ts";
import type { CheckOptions } from "./options.ts";
import { Pace } from "./pace.ts";
import { RidingEvaluator, withRider, type Rider } from "./rider.ts";
import { breadthFirst } from "./search/breadth-first.ts";
import { depthFirst } from "./search/depth-first.ts";
import { deadlockId } from "./state-checks.ts";
import type { System } from "./system.ts";
import type { Bound, Strategy, Verdict } from "./verdict.ts";
import { wordVerdict } from "./wording.ts";

const searches = { "breadth-first": breadthFirst, "depth-first": depthFirst };

/**
 * Explores every reachable state of `system` within the bounds, and judges its properties. Yields a
 * verdict in every case, also when interrupted; throws a ModelError when the system or an option is
 * broken.
 */
export async function check<S extends object>(
  system: System<S>,
  options: CheckOptions = {},
): Promise<Verdict> {
  // The engine never looks into a state, and recipes only ever see views of their own system's.
  return explore(system as unknown as System, options, null);
}

/** The same for a system with a rider, which is no part of the system and may forbid steps. */
export async function checkWithRider(
  system: System,
  rider: Rider,
  options: CheckOptions = {},
): Promise<Verdict> {
  return explore(withRider(system, rider), options, rider);
}

async function explore(
  system: System,
  options: CheckOptions,
  rider: Rider | null,
): Promise<Verdict> {
  refuseNonsense(system, options);
  const strategy: Strategy = options.strategy ?? "breadth-first";
  const { properties: chosen } = options;
  const properties = system.properties.filter(({ id }) => chosen?.includes(id) ?? true);
  const memory = new MemoryBudget(options.memoryBytesMax);
  const pace = new Pace(options);
  let exploration: Exploration | null = null;
  let bound: Bound | null;
  try {
    exploration = new Exploration({
      system,
      properties,
      judgeDeadlock: chosen?.includes(deadlockId) ?? true,
      memory,
      skipCommuting: strategy === "breadth-first",
      verifyPurity: options.verifyPurity ?? process.env["DRMCHECK_VERIFY_PURITY"] === "1",
      ...(rider !== null && { evaluatorOf: (cells) => new RidingEvaluator(cells, rider, memory) }),
    });
    bound = await run(exploration, strategy, options, pace);
  } catch (error) {
    if (!(error instanceof MemoryExhausted)) throw error;
    if (exploration === null || exploration.store.count === 0) {
      throw tooLittleMemory(memory.bytesMax);
    }
    bound = "memory";
  }
  return wordVerdict(exploration, {
    system,
    properties,
    strategy,
    bound,
    elapsedMs: pace.elapsedMs,
    origin: options.origin ?? null,
  });
}

async function run(
  exploration: Exploration,
  strategy: Strategy,
  options: CheckOptions,
  pace: Pace,
): Promise<Bound | null> {
  exploration.store.limit = options.statesMax ?? Number.POSITIVE_INFINITY;
  const search = searches[strategy](exploration, options.depthMax ?? Number.POSITIVE_INFINITY);
  for (;;) {
    const { done, value } = search.next();
    if (done === true) return value;
    const pause = pace.pause(exploration);
    if (pause === "go on") continue;
    if (pause !== "let others run") return pause;
    await nextTurn();
  }
}

const optionNames: readonly (keyof CheckOptions)[] = [
  "strategy",
  "depthMax",
  "statesMax",
  "elapsedMsMax",
  "memoryBytesMax",
  "properties",
  "verifyPurity",
  "onProgress",
  "signal",
  "origin",
];

function refuseNonsense(system: System, options: CheckOptions): void {
  const { strategy, properties } = options;
  const stranger = Object.keys(options).find(
    (name) => !optionNames.some((known) => known === name),
  );
  if (stranger !== undefined) {
    throw new ModelError({
      seen: `check has no option "${stranger}".`,
      cause: "a misspelt name, or an option of another version",
      next: nearestName(stranger, optionNames),
    });
  }
  if (strategy !== undefined && !Object.hasOwn(searches, strategy)) {
    throw new ModelError({
      seen: `There is no strategy "${String(strategy)}".`,
      cause: "a misspelt name",
      next: nearestName(String(strategy), Object.keys(searches)),
    });
  }
  const known = [...system.properties.map(({ id }) => id), deadlockId];
  const unknown = properties?.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new ModelError({
      seen: `The system "${system.name}" has no property "${unknown}".`,
      cause: "a misspelt id",
      next: nearestName(unknown, known),
    });
  }
  for (const name of ["depthMax", "statesMax", "elapsedMsMax", "memoryBytesMax"] as const) {
    const bound = options[name];
    const least = name === "depthMax" ? 0 : 1;
    if (bound === undefined || bound >= least) continue;
    throw new ModelError({
      seen: `${name} is ${bound}.`,
      cause: "a bound that excludes even the initial state, or is not a number",
      next: `use a number of at least ${least}, or leave it out`,
    });
  }
}

function tooLittleMemory(bytesMax: number): ModelError {
  return new ModelError({
    seen: `The memory bound of ${bytesMax} bytes does not hold even the initial state.`,
    cause: "a bound given in megabytes where bytes are meant",
    next: "allow at least 1,000,000 bytes",
  });
}
