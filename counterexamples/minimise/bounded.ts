/**
 * A system in which only so many processes take part, and take turns only so often. What it
 * violates, the system that it was made of violates; what it keeps, no run within the bounds
 * violates.
 */
import { actionInstances, instanceKey, instancesByKey } from "../../checker/instances.ts";
import type { Json } from "../../checker/json.ts";
import type { Property } from "../../checker/properties.ts";
import type { Action, System } from "../../checker/system.ts";
import { PlainRun, type State } from "../plain-run.ts";
import { actorKey } from "./actors.ts";

export interface Bounds {
  /** How often somebody else may take over. */
  readonly switches: number;
  /** How many may take part. */
  readonly actors: number;
}

/** A cell that the state has besides its own: who was last, and how much of the bounds is used. */
interface Turn {
  last: string | null;
  switches: number;
  /** Sorted. */
  actors: string[];
}

/** The name of that cell. No model has one of this name. */
const turnName = "#turn";

type Turned = Record<string, Json> & { [turnName]: Turn };

/** Yields the bounded system. Its steps have the actions, choices and picks of the original's. */
export function bounded(system: System, bounds: Bounds): System {
  const run = new PlainRun(system);
  const instances = [...instancesByKey(actionInstances(system))];
  const keys = new Map(
    instances.map(([key, { process, choice }]) => [key, actorKey(process, choice)]),
  );
  const isStuck = (state: object): boolean => {
    const entries = Object.entries(JSON.parse(JSON.stringify(state)) as State);
    return run.isStuck(Object.fromEntries(entries.filter(([name]) => name !== turnName)));
  };
  const start: Turn = { last: null, switches: 0, actors: [] };
  const { done } = system;
  return {
    ...system,
    initials: system.initials.map((state) => ({ ...state, [turnName]: start })),
    actions: system.actions.map((action) => boundedAction(action, keys, bounds)),
    // Where only the bounds end a run, it is not at its end.
    done: done === null ? null : (state) => done(state) || !isStuck(state),
    properties: system.properties.map((property) => atRealEnds(property, isStuck)),
  };
}

function boundedAction(
  action: Action<object>,
  keys: ReadonlyMap<string, string>,
  bounds: Bounds,
): Action<object> {
  return {
    ...action,
    effect: (state, choice, kit) => {
      const key = keys.get(instanceKey(action.name, choice)) ?? "";
      const turn = (state as Turned)[turnName];
      if (turn.last !== null && turn.last !== key) {
        if (turn.switches === bounds.switches) kit.disabled();
        turn.switches++;
      }
      if (!turn.actors.includes(key)) {
        if (turn.actors.length === bounds.actors) kit.disabled();
        turn.actors = [...turn.actors, key].toSorted();
      }
      turn.last = key;
      action.effect(state, choice, kit);
    },
  };
}

function atRealEnds(
  property: Property<object>,
  isStuck: (state: object) => boolean,
): Property<object> {
  if (property.kind !== "at-rest") return property;
  return {
    ...property,
    holds: (state: object, index: number) => property.holds(state, index) || !isStuck(state),
  };
}
