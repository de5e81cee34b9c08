/** A scenario and the smaller ones that are left when parts of it are dropped, for minimising. */
import type { Property } from "../checker/properties.ts";
import type { System } from "../checker/system.ts";
import type { Family } from "../counterexamples/minimise/family.ts";
import type { AnyPatch, Scenario } from "./catalogue.ts";

interface Changes {
  readonly patches: readonly AnyPatch[];
  readonly without: readonly string[];
  readonly drop: readonly string[];
  readonly members?: readonly (readonly string[])[];
  readonly properties: readonly Property[];
}

type BuildOptions = Parameters<Scenario["build"]>[0];

/**
 * Builds a scenario. A spec is about the state of the driver, and so is a scenario; here both have
 * forgotten its type.
 */
export function buildScenario(scenario: Scenario, { properties, ...changes }: Changes): System {
  const known = properties as BuildOptions["properties"];
  return scenario.build({ ...changes, properties: known }) as unknown as System;
}

/** Yields the family of a changed scenario; what it has dropped already, no member has. */
export function familyOf(scenario: Scenario, changes: Changes): Family {
  const dropped = [...changes.drop];
  const left = scenario.parts.filter(({ id }) => {
    const index = dropped.indexOf(id);
    if (index !== -1) dropped.splice(index, 1);
    return index === -1;
  });
  const isChanged = changes.patches.length + changes.without.length > 0;
  const also = (drop: readonly string[]): string[] => [...changes.drop, ...drop];
  const ids = (areOperations: boolean): string[] =>
    left.flatMap(({ id, operation }) => ((operation !== null) === areOperations ? [id] : []));
  return {
    operations: ids(true),
    injections: ids(false),
    build: (drop) => buildScenario(scenario, { ...changes, drop: also(drop) }),
    buildAll: (drops) => buildScenario(scenario, { ...changes, members: drops.map(also) }),
    buildUnchanged: (drop) =>
      isChanged
        ? buildScenario(scenario, { ...changes, patches: [], without: [], drop: also(drop) })
        : null,
    nameOf: (id) => {
      const operation = left.find((each) => each.id === id)?.operation;
      return operation == null ? `a failure (${id})` : `${id} (${operation})`;
    },
    extent: (drop) => scenario.extent(also(drop)),
    isSensible: (drop) => scenario.isSensible(also(drop)),
  };
}
