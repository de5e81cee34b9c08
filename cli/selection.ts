/** Which built-in scenarios a command means: all of some bounds, single ones, configurations. */
import type { Bounds } from "../model/scenario.ts";
import { unknownName, type Catalogue, type Scenario } from "./catalogue.ts";
import { UsageError } from "./usage-error.ts";

export type BoundsChoice = Bounds | "all";

/** What `--bounds` takes. Written out, so that the model need not be loaded to read options. */
export const boundsChoices: readonly BoundsChoice[] = ["quick", "standard", "deep", "all"];

/** The bounds that are meant where none are said. */
export const boundsByDefault: BoundsChoice = "quick";

/**
 * Yields the scenarios that `names` mean: a scenario by its own name, whatever its bounds are, or
 * all those of a configuration that have the bounds `chosen`. Without names, all of those bounds.
 */
export function selectScenarios(
  catalogue: Catalogue,
  names: readonly string[],
  chosen: BoundsChoice | undefined,
): readonly Scenario[] {
  if (names.length === 0) return within(catalogue.scenarios, "the model", chosen);
  const selected = names.flatMap((name) => scenariosNamed(catalogue, name, chosen));
  return [...new Set(selected)];
}

/** Yields the scenarios of `scenarios` that have these bounds. */
export function withBounds(
  scenarios: readonly Scenario[],
  chosen: BoundsChoice,
): readonly Scenario[] {
  return scenarios.filter(({ bounds }) => chosen === "all" || bounds === chosen);
}

/** Yields the configurations that there are, in the order of their scenarios. */
export function configurationsOf({ scenarios }: Pick<Catalogue, "scenarios">): string[] {
  return [...new Set(scenarios.map((each) => each.configuration))];
}

function scenariosNamed(
  catalogue: Catalogue,
  name: string,
  chosen: BoundsChoice | undefined,
): readonly Scenario[] {
  const { scenarios } = catalogue;
  const exact = scenarios.find((each) => each.name === name);
  if (exact !== undefined) {
    refuseContradiction(exact, chosen);
    return [exact];
  }
  const configured = scenarios.filter((each) => each.configuration === name);
  if (configured.length > 0) return within(configured, name, chosen);
  const known = [...configurationsOf(catalogue), ...scenarios.map((each) => each.name)];
  const hint = "a module is given by its path, such as ./system.ts";
  throw unknownName("scenario or configuration", name, known, hint);
}

/** Who names a scenario and other bounds than it has is mistaken in one of the two. */
function refuseContradiction({ name, bounds }: Scenario, chosen: BoundsChoice | undefined): void {
  if (chosen === undefined || chosen === "all" || chosen === bounds) return;
  throw new UsageError(
    `${name} is a ${bounds} scenario, which --bounds ${chosen} leaves out; ` +
      "a scenario that is named needs no --bounds",
  );
}

/** The scenarios of these bounds, of which there must be some. */
function within(
  scenarios: readonly Scenario[],
  whose: string,
  chosen: BoundsChoice = boundsByDefault,
): readonly Scenario[] {
  const found = withBounds(scenarios, chosen);
  if (found.length > 0) return found;
  const others = boundsChoices.filter((each) => scenarios.some(({ bounds }) => bounds === each));
  const options = others.map((each) => `--bounds ${each}`).join(" or ");
  throw new UsageError(
    `${whose} has no ${chosen} scenarios; it has ${others.join(" and ")} ones (${options})`,
  );
}
