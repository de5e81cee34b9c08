/** Turns what the command line names into runs, all of them, before the first one starts. */
import { basename } from "node:path";
import { nearestName } from "../checker/nearest-name.ts";
import type { Origin } from "../checker/options.ts";
import type { Property } from "../checker/properties.ts";
import { deadlockId } from "../checker/state-checks.ts";
import { system, type System } from "../checker/system.ts";
import type { CheckWords } from "../checker/trace.ts";
import { onlyChild, type Family } from "../counterexamples/minimise/family.ts";
import type { StepUse } from "../model/machine/step-uses.ts";
import {
  findPatches,
  findProperties,
  loadCatalogue,
  looksLikePath,
  refuseUnknownStep,
  unknownName,
  type AnyPatch,
  type Catalogue,
  type Scenario,
} from "./catalogue.ts";
import type { CheckArguments } from "./check-arguments.ts";
import { premisesOf, type Premise } from "./coverage.ts";
import { propertiesOf, systemsOf } from "./module-exports.ts";
import { replayCommand } from "./replay-command.ts";
import { buildScenario, familyOf } from "./scenario-family.ts";
import { selectScenarios, type BoundsChoice } from "./selection.ts";
import { UsageError } from "./usage-error.ts";

/** The leaves of the driver that say where processes stand, as the labels of steps do. */
export const driverFrames: RegExp = /^processes\[\d+\]\.stack\b/;

/** One system to check, and what is known of it beforehand. */
export interface Run {
  /** The system's name: that of a scenario says how it was changed. */
  readonly name: string;
  readonly system: System;
  /** The system, and smaller ones, if it is a scenario. */
  readonly family: Family;
  /** Ids of the properties that `--spec` selects; null: all are judged. */
  readonly judged: readonly string[] | null;
  /**
   * Whether every witness must be reached here. Not so for the witnesses of all specs together,
   * which no one scenario exercises: each of them must be reached in some scenario.
   */
  readonly mustReach: boolean;
  /** What traces say of their origin. */
  readonly origin: Origin;
  /** Leaves that traces leave out for people, since the labels of the steps tell the same. */
  readonly frames: RegExp | null;
  /** What the scenario declares; null for a module, and for a scenario that was changed. */
  readonly declared: Scenario["expected"] | null;
  /** What the scenario declares unchanged, where patches or dropped steps have changed it. */
  readonly unchanged: Scenario["expected"] | null;
  /** Witnesses that the scenario is there to show; null where nothing is declared. */
  readonly shows: readonly string[] | null;
  /** The premises of the built-in properties that are judged; none for a module. */
  readonly premises: readonly Premise[];
  /** What became of the steps so far; null for a module. */
  readonly steps: readonly StepUse[] | null;
  /** The command that does this run again. */
  readonly command: string;
}

/**
 * Yields a run for each scenario and each module's system that `given` names; for all scenarios of
 * the chosen bounds if none.
 */
export async function planRuns(given: CheckArguments): Promise<Run[]> {
  const targets = [...new Set(given.what)];
  const paths = targets.filter(looksLikePath);
  const names = targets.filter((each) => !looksLikePath(each));
  if (paths.length > 0) refuseForModules(given, names.length === 0);
  const runs = names.length > 0 || paths.length === 0 ? await planScenarios(names, given) : [];
  for (const path of paths) runs.push(...(await planModule(path, given)));
  return runs;
}

function refuseForModules(given: CheckArguments, alone: boolean): void {
  if (alone && given.bounds !== undefined) {
    throw new UsageError("--bounds chooses among built-in scenarios, which a module does not have");
  }
  const option = given.patch.length > 0 ? "--patch" : given.without.length > 0 ? "--without" : null;
  if (option !== null) {
    throw new UsageError(`${option} changes the built-in procedures, which a module does not use`);
  }
  if (given.drop.length > 0) {
    throw new UsageError("--drop leaves out parts of a built-in scenario, which a module is not");
  }
}

async function planModule(path: string, given: CheckArguments): Promise<Run[]> {
  const systems = await systemsOf(path);
  const runs: Run[] = [];
  for (const { name, value } of systems) {
    const selected = await selectOfModule(path, value, given.spec);
    runs.push({
      name: systems.length > 1 ? `${basename(path)}: ${name}` : value.name,
      ...selected,
      family: onlyChild(selected.system),
      mustReach: true,
      origin: { scenario: null, patches: [], without: [], words: wordsOf(path, given) },
      frames: null,
      declared: null,
      unchanged: null,
      shows: null,
      premises: [],
      steps: null,
      command: replayCommand(path, given),
    });
  }
  return runs;
}

/** The words that build the system of `what` again. */
function wordsOf(what: string, { patch, without, spec, drop }: CheckArguments): CheckWords {
  return { what, patch, without, spec, drop };
}

/**
 * Adds the properties that `--spec` loads to a module's system, and says which are to be judged.
 */
async function selectOfModule(
  path: string,
  of: System,
  names: readonly string[],
): Promise<Pick<Run, "system" | "judged">> {
  if (names.length === 0) return { system: of, judged: null };
  const known = of.properties.map((each) => each.id);
  if (of.done !== null) known.push(deadlockId);
  const added: Property[] = [];
  for (const name of names) {
    if (known.includes(name)) continue;
    if (!looksLikePath(name)) {
      throw new UsageError(`${path} has no property "${name}"; ${nearestName(name, known)}`);
    }
    for (const property of await propertiesOf(name)) {
      if (!added.includes(property)) added.push(property);
    }
  }
  const judged = [...names.filter((each) => known.includes(each)), ...added.map((each) => each.id)];
  return { system: added.length === 0 ? of : withProperties(of, added), judged };
}

/** The same system with more properties, validated anew. */
function withProperties(of: System, added: readonly Property[]): System {
  const { name, initials, actions, done, symmetric } = of;
  // A property that was loaded has forgotten the type of its state.
  const properties = [...of.properties, ...(added as readonly Property<object>[])];
  const parts = { name, initial: initials, actions, symmetric, properties };
  return system(done === null ? parts : { ...parts, done });
}

async function planScenarios(names: readonly string[], given: CheckArguments): Promise<Run[]> {
  const catalogue = await loadCatalogue();
  const patches: AnyPatch[] = [];
  for (const name of given.patch) patches.push(...(await findPatches(catalogue, name)));
  for (const step of given.without) refuseUnknownStep(catalogue, step);
  const { properties, judged } = await selectOfSpecs(catalogue, given.spec);
  const premises = premisesOf(catalogue.specs, catalogue.scenarios);
  const isJudged = ({ witness }: Premise): boolean => judged?.includes(witness) ?? true;
  const patched = patches.length > 0 || given.without.length > 0;
  const isSmaller = given.drop.length > 0;
  const changed = patched || isSmaller || judged !== null;
  return scenariosFor(catalogue, names, patches, given.bounds).map((scenario) => {
    const { without, drop } = given;
    refuseUnknownParts(scenario, drop);
    const changes = { patches, without, drop, properties };
    const system = buildScenario(scenario, changes);
    return {
      name: system.name,
      system,
      family: familyOf(scenario, changes),
      judged,
      mustReach: judged !== null,
      origin: {
        scenario: scenario.name,
        patches: patches.map((each) => each.id),
        without,
        drop,
        words: wordsOf(scenario.name, given),
      },
      frames: driverFrames,
      declared: changed ? null : scenario.expected,
      unchanged: patched && !isSmaller && judged === null ? scenario.expected : null,
      shows: changed || scenario.expected === null ? null : scenario.shows,
      premises: premises.filter(isJudged),
      steps: catalogue.stepUsesOf(system.actions),
      command: replayCommand(scenario.name, given),
    };
  });
}

/** Refuses a `--drop` of what a scenario does not have, or not as often. */
function refuseUnknownParts({ name, parts }: Scenario, drop: readonly string[]): void {
  const left = parts.map(({ id }) => id);
  for (const part of drop) {
    const index = left.indexOf(part);
    if (index === -1 && parts.some(({ id }) => id === part)) {
      throw new UsageError(`${name} has no second part "${part}"; leave it out only once`);
    }
    if (index === -1) throw unknownName(`part of ${name}`, part, left);
    left.splice(index, 1);
  }
}

/** Yields what a scenario is to be judged by: what `--spec` selects, or every spec's property. */
async function selectOfSpecs(
  catalogue: Catalogue,
  names: readonly string[],
): Promise<{ properties: readonly Property[]; judged: readonly string[] | null }> {
  const all = new Set(catalogue.specs.flatMap((each) => [each.property, each.witness]));
  if (names.length === 0) return { properties: [...all], judged: null };
  const selected: Property[] = [];
  for (const name of names) {
    if (name !== deadlockId) selected.push(...(await findProperties(catalogue, name)));
  }
  const properties = [...new Set(selected)];
  const deadlock = names.includes(deadlockId) ? [deadlockId] : [];
  return { properties, judged: [...properties.map((each) => each.id), ...deadlock] };
}

/** Yields what `names` mean; patches alone are checked in the scenario that they name. */
function scenariosFor(
  catalogue: Catalogue,
  names: readonly string[],
  patches: readonly AnyPatch[],
  bounds: BoundsChoice | undefined,
): readonly Scenario[] {
  if (names.length > 0 || patches.length === 0) return selectScenarios(catalogue, names, bounds);
  const own = [...new Set(patches.flatMap((each) => each.scenario ?? []))];
  if (own.length === 1) return selectScenarios(catalogue, own, bounds);
  const which = own.length === 0 ? "no scenario of their own" : `scenarios ${own.join(", ")}`;
  throw new UsageError(`these patches have ${which}; name the scenario to run`);
}
