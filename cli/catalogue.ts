/**
 * The built-in model and specs. They are loaded only when a command needs them, which keeps modules
 * quick.
 */
import { existsSync } from "node:fs";
import { nearestName } from "../checker/nearest-name.ts";
import type { Property } from "../checker/properties.ts";
import type { Mutant } from "../model/mutants.ts";
import type { StepUse } from "../model/machine/step-uses.ts";
import { patchesOf, propertiesOf } from "./module-exports.ts";
import { UsageError } from "./usage-error.ts";

type Registry = typeof import("../model/registry.ts");
export type Scenario = Registry["scenarios"][number];
export type Patch = Registry["patches"][number];
/** A patch, built in or of the user's, which says less of itself. */
export type AnyPatch = Parameters<Scenario["build"]>[0]["patches"][number];
export type Procedure = Registry["procedures"][number];
export type Spec = (typeof import("../specs/index.ts"))["specs"][number];

export interface Catalogue {
  readonly scenarios: readonly Scenario[];
  readonly patches: readonly Patch[];
  readonly procedures: readonly Procedure[];
  readonly specs: readonly Spec[];
  /** Yields what became of the steps that these actions run. */
  readonly stepUsesOf: (actions: readonly object[]) => readonly StepUse[];
  /** Yields why nothing notices a mutant; null: nobody knows. */
  readonly whyItSurvives: (mutant: Mutant) => string | null;
}

/** Loads all that is built in. */
export async function loadCatalogue(): Promise<Catalogue> {
  const [registry, { specs }, { stepUsesOf }, { whyItSurvives }] = await Promise.all([
    import("../model/registry.ts"),
    import("../specs/index.ts"),
    import("../model/machine/step-uses.ts"),
    import("../model/survivors/index.ts"),
  ]);
  const { scenarios, patches, procedures } = registry;
  return { scenarios, patches, procedures, specs, stepUsesOf, whyItSurvives };
}

/** Whether `name` can only be meant as a path: it has a separator or a module's extension. */
export function looksLikePath(name: string): boolean {
  return /^\.\.?$|[/\\]|\.(?:[cm]?[jt]sx?|json)$/.test(name);
}

/** Yields the patches that `name` stands for: an id, the id of a bug, or the path of a module. */
export async function findPatches(
  { patches }: Catalogue,
  name: string,
): Promise<readonly AnyPatch[]> {
  if (looksLikePath(name)) return patchesOf(name);
  const byId = patches.find((each) => each.id === name);
  if (byId !== undefined) return [byId];
  const byBug = patches.filter((each) => each.bug === name);
  if (byBug.length === 1) return byBug;
  if (byBug.length > 1) {
    const ids = byBug.map((each) => each.id).join(", ");
    throw new UsageError(`bug ${name} has several patches; name one of them: ${ids}`);
  }
  const known = patches.flatMap((each) => [each.id, each.bug ?? []].flat());
  throw unknownName("patch", name, known, "`drmcheck list patches` shows them all");
}

/**
 * Yields the properties that `name` stands for: the id of a built-in spec, or the path of a module.
 */
export async function findProperties(
  { specs }: Catalogue,
  name: string,
): Promise<readonly Property[]> {
  if (looksLikePath(name)) return propertiesOf(name);
  const found = specs.find((each) => each.property.id === name);
  if (found !== undefined) return [found.property, found.witness];
  const known = specs.map((each) => each.property.id);
  throw unknownName("spec", name, known, "`drmcheck list specs` shows them all");
}

/** Yields the procedure called `name`. */
export function findProcedure({ procedures }: Catalogue, name: string): Procedure {
  const found = procedures.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = procedures.map((each) => each.name);
  throw unknownName("procedure", name, names, "`drmcheck list procedures` shows them all");
}

/** Refuses a `--without` that names no step, before anything runs. */
export function refuseUnknownStep(catalogue: Catalogue, text: string): void {
  const cut = text.indexOf(":");
  if (cut === -1) {
    throw new UsageError(`--without takes "procedure:label", not "${text}"`);
  }
  const [name, label] = [text.slice(0, cut).trim(), text.slice(cut + 1).trim()];
  const labels = findProcedure(catalogue, name).steps.map((each) => each.label);
  if (!labels.includes(label)) throw unknownName(`step in ${name}`, label, labels);
}

/** The error for a name that nothing has: it offers the nearest one, and says `more`. */
export function unknownName(
  what: string,
  name: string,
  known: readonly string[],
  more?: string,
): UsageError {
  const file = existsSync(name) ? `; for the file of that name, write ./${name}` : "";
  const hint = file === "" && more !== undefined ? ` (${more})` : file;
  return new UsageError(`there is no ${what} "${name}"; ${nearestName(name, known)}${hint}`);
}
