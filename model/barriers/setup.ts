/** How many contexts an engine has, and what there is at first. */
import { indices } from "../../checker/refs.ts";
import type { DriverState } from "../state.ts";
import type { Engine, EngineContext } from "./cells.ts";

/** One engine, and contexts that the user has and nobody has pinned yet. */
export interface BarrierSetup {
  readonly contexts: number;
  /** How many nodes all of them can have at once. */
  readonly nodes: number;
}

type BarrierCells = Pick<DriverState, "engineContexts" | "activeNodes" | "engines">;

const sleepingEngine = (): Engine => ({
  wakerefs: [],
  lock: null,
  timelineLock: { lock: null },
  barrierTasks: [],
  hasSwitched: false,
});

const idleContext = (): EngineContext => ({
  refs: ["user"],
  lock: null,
  pins: 0,
  count: 0,
  tree: [],
  cache: null,
  preallocated: [],
  isModified: false,
});

/** Yields the cells of an engine with its contexts; none without one. */
export function barrierCells(setup: BarrierSetup | undefined): BarrierCells {
  if (setup === undefined) return { engineContexts: [], activeNodes: [], engines: [] };
  return {
    engineContexts: indices(setup.contexts).map(() => idleContext()),
    activeNodes: indices(setup.nodes).map(() => null),
    engines: [sleepingEngine()],
  };
}
