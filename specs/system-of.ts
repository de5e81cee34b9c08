/** Builds the system that a trace of the driver is of, from what the trace says of its origin. */
import { ModelError } from "../checker/model-error.ts";
import { propertiesIn, type Property } from "../checker/properties.ts";
import type { System } from "../checker/system.ts";
import { isPatch } from "../model/machine/patch.ts";
import { rebuild, type TraceOrigin } from "../model/rebuild.ts";
import type { DriverState } from "../model/state.ts";
import { specs } from "./index.ts";

/** What a module exports, such as a patch or a spec of the user's. */
type Exports = Readonly<Record<string, unknown>>;

/**
 * Yields the scenario of `origin`, changed as it says, judging all specs. `modules` export patches
 * and properties that are not built in. Throws a ModelError for a name that nothing has.
 */
export function systemOf(origin: TraceOrigin, ...modules: readonly Exports[]): System {
  const values = modules.flatMap((each) => Object.values(each));
  const own = values.flatMap(propertiesIn) as Property<DriverState>[];
  const properties = [...specs.map(({ property }) => property), ...own];
  const twin = own.find(({ id }) => specs.some(({ property }) => property.id === id));
  if (twin !== undefined) {
    throw new ModelError({
      seen: `A module exports a property "${twin.id}", as a built-in spec is called.`,
      cause: "a copy of a spec that kept its id",
      next: "give it an id of its own",
    });
  }
  const patches = values.filter(isPatch);
  return rebuild(origin, properties, patches) as unknown as System;
}
