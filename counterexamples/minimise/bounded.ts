/**
 * A system in which only so many processes take part, with so many actions, and take turns only so
 * often. What it violates, the system that it was made of violates; what it keeps, no run within
 * the bounds violates.
 */
import { checkWithRider } from "../../checker/check.ts";
import { instanceKey, type ActionInstance } from "../../checker/instances.ts";
import type { Json } from "../../checker/json.ts";
import type { CheckOptions } from "../../checker/options.ts";
import type { Property } from "../../checker/properties.ts";
import type { Rider } from "../../checker/rider.ts";
import { deadlockId } from "../../checker/state-checks.ts";
import type { System } from "../../checker/system.ts";
import type { Verdict } from "../../checker/verdict.ts";
import { PlainRun, type State } from "../plain-run.ts";
import { actorKey } from "../actors.ts";
import { cellsInUse } from "./size.ts";

export interface Bounds {
  /** How often somebody else may take over. */
  readonly switches: number;
  /** How many may take part. */
  readonly actors: number;
  /** How many different actions there may be, counted with their choices. */
  readonly instances: number;
  /** How many cells of collections may be in use at once. */
  readonly cells: number;
}

/**
 * What rides along in the state: who was last, and how much of the bounds is used. Who and what
 * took part, in order of their names, is known where that is bounded, and so is how many cells are
 * in use.
 */
interface Turn {
  readonly last: string | null;
  readonly switches: number;
  readonly actors: readonly string[];
  readonly instances: readonly string[];
  readonly cells: number;
}

/**
 * Judges one property within bounds. The steps of traces have the actions, choices and picks of the
 * system's.
 */
export function checkBounded(
  system: System,
  bounds: Bounds,
  judged: string,
  options: Omit<CheckOptions, "properties" | "strategy"> = {},
): Promise<Verdict> {
  const isStuck = stuckness(system);
  const { done } = system;
  const judging: System = {
    ...system,
    // Where only the bounds end a run, it is not stuck. Where it is not done either, nothing but
    // the deadlock check looks, and to find out whether it could go on is dear.
    done: done === null || judged !== deadlockId ? done : (state) => done(state) || !isStuck(state),
    properties: system.properties.map((property) => atRealEnds(property, isStuck)),
  };
  return checkWithRider(judging, turnWithin(bounds), { ...options, properties: [judged] });
}

function turnWithin(bounds: Bounds): Rider {
  const countsCells = bounds.cells < Number.POSITIVE_INFINITY;
  const start = (state: object): Turn => ({
    last: null,
    switches: 0,
    actors: [],
    instances: [],
    cells: countsCells ? cellsInUse(state) : 0,
  });
  return {
    initial: (state) => start(state) as unknown as Json,
    next: (value, step, taken) => {
      const turn = value as unknown as Turn;
      return nextTurn(turn, step, countsCells ? taken : 0, bounds) as unknown as Json;
    },
  };
}

/** The turn behind a step; null: the bounds do not allow it. */
function nextTurn(turn: Turn, step: ActionInstance, taken: number, bounds: Bounds): Turn | null {
  const actor = actorKey(step.process, step.choice);
  const isSwitch = turn.last !== null && turn.last !== actor;
  const switches = turn.switches + (isSwitch ? 1 : 0);
  const actors = joined(turn.actors, actor, bounds.actors);
  const instance = instanceKey(step.action.name, step.choice);
  const instances = joined(turn.instances, instance, bounds.instances);
  const cells = turn.cells + taken;
  // There may be too many from the beginning.
  if (Math.max(turn.cells, cells) > bounds.cells || switches > bounds.switches) return null;
  if (actors === null || instances === null) return null;
  return { last: actor, switches, actors, instances, cells };
}

/** The list with one more, if it was not there; null: it is full. */
function joined(list: readonly string[], one: string, most: number): readonly string[] | null {
  if (most === Number.POSITIVE_INFINITY || list.includes(one)) return list;
  return list.length === most ? null : [...list, one].toSorted();
}

/** Whether no step is enabled in a state, whatever the bounds say. */
function stuckness(system: System): (state: object) => boolean {
  const run = new PlainRun(system);
  return (state) => {
    const plain = JSON.parse(JSON.stringify(state)) as State;
    return run.isStuck(plain);
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
