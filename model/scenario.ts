/**
 * Scenarios: named, bounded configurations of the driver. A scenario says how many of each thing
 * there are, what its threads do, and which failures may be injected; all interleavings of that are
 * explored.
 */
import type { Property } from "../checker/properties.ts";
import { system, type System } from "../checker/system.ts";
import { procedures } from "./all-procedures.ts";
import {
  emptyState,
  handlesOf,
  slotsFor,
  startKernelThreads,
  startThread,
} from "./initial-state.ts";
import { injections } from "./machine/injections.ts";
import type { Edit, UserPatch } from "./machine/patch.ts";
import type { StepProbe } from "./machine/probe.ts";
import { loadProgram } from "./machine/program.ts";
import { runAction } from "./machine/run.ts";
import type { Operation } from "./operations.ts";
import { afterPrologue, copyOf, type Runnable } from "./prologue.ts";
import type { Configuration } from "./configuration.ts";
import { extentOf, isSensible, partsOf, without, type Extent, type Part } from "./smaller.ts";
import type { DriverState } from "./state.ts";

/** What a check of the unpatched scenario, with every spec, must yield. */
export interface Expected {
  readonly outcome: "holds" | "violated";
  /** The finding that the violation is recorded as; null: it holds. */
  readonly finding: string | null;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

export interface BuildOptions {
  readonly patches: readonly UserPatch[];
  /** Steps to drop, each "procedure:label". */
  readonly without: readonly string[];
  readonly properties: readonly Property<DriverState>[];
  /** Ids of parts of the scenario that are left out; a failure may be named several times. */
  readonly drop?: readonly string[];
  /**
   * For several smaller scenarios in one system: what each of them leaves out. It begins as any of
   * them, in this order.
   */
  readonly members?: readonly (readonly string[])[];
  /** Takes steps that follow others apart: every step a transition. To compare; it is slow. */
  readonly unmerged?: boolean;
  /** The same for the steps of one procedure. */
  readonly apart?: string | null;
  /** More changes to the procedures, on top of the patches. */
  readonly edits?: readonly Edit[];
  /** Looks into every step, those of the prologue as well. */
  readonly probe?: StepProbe | null;
}

/**
 * How far a scenario goes: quick ones take seconds and are checked together by default, standard
 * ones some minutes and gigabytes each, deep ones as much memory as there is, and may end
 * incomplete.
 */
export const bounds = ["quick", "standard", "deep"] as const;
export type Bounds = (typeof bounds)[number];

export interface Scenario {
  /** Its configuration, then what is special about it: "C1-move". */
  readonly name: string;
  /** The configuration of driver.md 12 that it belongs to: "C1". */
  readonly configuration: string;
  readonly bounds: Bounds;
  /** One line, for lists. */
  readonly title: string;
  /** null: nobody has seen its end yet, which only deep ones may say. */
  readonly expected: Expected | null;
  /** The witnesses of specs that it is there for, by id: it must reach them. */
  readonly shows: readonly string[];
  /** What can be left out of it. */
  readonly parts: readonly Part[];
  /** How much of everything it has without some parts. */
  extent(drop: readonly string[]): Extent;
  /** Whether its users still make sense without some parts. */
  readonly isSensible: (drop: readonly string[]) => boolean;
  /** Builds the system with some patches applied and some steps left out, judging `properties`. */
  build(options: BuildOptions): System<DriverState>;
}

interface ScenarioParts extends Configuration {
  readonly title: string;
  readonly bounds?: Bounds;
  readonly expected: Expected | null;
  readonly shows: readonly string[];
}

/**
 * Defines a scenario. It may end once every process has, or at a fault, which a spec then reports.
 */
export function scenario(name: string, parts: ScenarioParts): Scenario {
  const slots = slotsFor(parts);
  return {
    name,
    configuration: name.slice(0, name.indexOf("-")),
    bounds: parts.bounds ?? "quick",
    title: parts.title,
    expected: parts.expected,
    shows: parts.shows,
    parts: partsOf(parts),
    extent: (drop) => extentOf(without(parts, drop)),
    isSensible: (drop) => isSensible(parts, drop),
    build: ({
      patches,
      without: steps,
      properties,
      drop = [],
      members = [drop],
      unmerged = false,
      apart = null,
      edits = [],
      probe = null,
    }) => {
      const revised = parts.revision === undefined ? [] : [parts.revision];
      const all = [...[...revised, ...patches].flatMap((each) => each.edits), ...edits];
      const program = loadProgram(procedures, all, steps);
      const changes = [
        ...patches.map(({ id }) => id),
        ...steps.map((step) => `without ${step}`),
        ...(drop.length === 0 ? [] : [`dropping ${drop.join(" ")}`]),
      ];
      return system<DriverState>({
        name: [name, ...changes].join(", "),
        initial: initialStates(parts, members, { slots, program, probe }),
        actions: [runAction(program, slots, { unmerged, apart, probe })],
        done: (state) =>
          state.fault !== null || state.processes.every((process) => process === null),
        properties,
      });
    },
  };
}

/** Yields an initial state of the configuration for each way to leave parts out. */
function initialStates(
  whole: Configuration,
  drops: readonly (readonly string[])[],
  runnable: Runnable,
): DriverState[] {
  const { slots } = runnable;
  const begun = afterPrologue(emptyState(whole, slots), whole.prologue ?? [], runnable);
  return drops.map((drop) => {
    const state = copyOf(begun);
    startThreads(state, without(whole, drop), whole, runnable);
    return state;
  });
}

/** Starts the threads of a configuration that is `whole` without some parts. */
function startThreads(
  state: DriverState,
  parts: Configuration,
  whole: Configuration,
  { slots, program }: Runnable,
): void {
  const { threads, kernelThreads = [] } = parts;
  // A thread closes the handles that it uses; one that no thread closes, the last thread does.
  // The threads of a driver on top of the shmem helper share their files: the last one closes them.
  const used = threads.map((todo) => (parts.shmem === undefined ? handlesOf(todo) : []));
  const kept = parts.keeps ?? [];
  const closed = [...kept, ...used.flat(), ...threads.flat().flatMap(({ closes }) => closes ?? [])];
  const handles = [...state.handles, ...(state.shmemDrivers[0]?.handles ?? [])];
  const left = handles.flatMap((_, handle) => (closed.includes(handle) ? [] : [handle]));
  // A thread that has nothing left to do does not start; but somebody has to close the handles.
  const starts = (todo: readonly Operation[], index: number): boolean =>
    todo.length > 0 || whole.threads[index]?.length === 0;
  const busy = threads.findLastIndex(starts);
  const last = busy === -1 && left.length > 0 ? threads.length - 1 : busy;
  for (const [index, todo] of threads.entries()) {
    const own = todo.flatMap(({ closes }) => closes ?? []);
    const closing = (used[index] ?? []).filter(
      (handle) => !own.includes(handle) && !kept.includes(handle),
    );
    const closes = index === last ? [...closing, ...left] : closing;
    if (index === last || starts(todo, index)) startThread(state, program, { todo, closes }, index);
  }
  startKernelThreads(state, program, slots, kernelThreads);
  state.injections = injections(parts.injections);
}
