/**
 * Builds a system anew from what a trace says of its origin, so that the trace can be replayed on
 * it.
 */
import { ModelError } from "../checker/model-error.ts";
import { nearestName } from "../checker/nearest-name.ts";
import type { Property } from "../checker/properties.ts";
import type { System } from "../checker/system.ts";
import type { UserPatch } from "./machine/patch.ts";
import { patches, scenarios } from "./registry.ts";
import type { DriverState } from "./state.ts";

/** The part of a trace that says where it comes from. */
export interface TraceOrigin {
  readonly scenario: string | null;
  /** Ids of patches. */
  readonly patches: readonly string[];
  /** Steps that were dropped, each "procedure:label". */
  readonly without: readonly string[];
  /** Parts of the scenario that were left out; left out: none. */
  readonly drop?: readonly string[];
}

/**
 * Yields the scenario of `origin`, changed as it says, judging `properties`. `own` are patches that
 * are not built in.
 */
export function rebuild(
  origin: TraceOrigin,
  properties: readonly Property<DriverState>[],
  own: readonly UserPatch[] = [],
): System<DriverState> {
  const scenario = named("scenario", origin.scenario ?? "", scenarios, ({ name }) => name);
  const known: readonly UserPatch[] = [...own, ...patches];
  const applied = origin.patches.map((id) => named("patch", id, known, (each) => each.id));
  const { without, drop = [] } = origin;
  return scenario.build({ patches: applied, without, drop, properties });
}

function named<Value>(
  what: string,
  name: string,
  known: readonly Value[],
  nameOf: (value: Value) => string,
): Value {
  const found = known.find((each) => nameOf(each) === name);
  if (found !== undefined) return found;
  throw new ModelError({
    seen: `A trace comes from the ${what} "${name}", which this model does not have.`,
    cause: `a ${what} of another version, or of a file that is not part of the model`,
    next: nearestName(name, known.map(nameOf)),
  });
}
