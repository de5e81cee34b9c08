/**
 * Scenarios: named, bounded configurations of the driver. A scenario says how many of each thing
 * there are, what its threads do, and which failures may be injected; all interleavings of that are
 * explored.
 */
import type { Property } from "../checker/properties.ts";
import { system, type System } from "../checker/system.ts";
import { procedures } from "./all-procedures.ts";
import { initialState, type Configuration } from "./initial-state.ts";
import type { Patch } from "./machine/patch.ts";
import { processSlots } from "./machine/processes.ts";
import { loadProgram } from "./machine/program.ts";
import { runAction } from "./machine/run.ts";
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
  readonly patches: readonly Patch[];
  /** Steps to drop, each "procedure:label". */
  readonly without: readonly string[];
  readonly properties: readonly Property<DriverState>[];
  /** Takes steps that follow others apart: every step a transition. To compare; it is slow. */
  readonly unmerged?: boolean;
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
  /** Witnesses of specs that it does not reach, by id: other scenarios do. */
  readonly misses: readonly string[];
  /** Builds the system with some patches applied and some steps dropped, judging `properties`. */
  build(options: BuildOptions): System<DriverState>;
}

interface ScenarioParts extends Configuration {
  readonly title: string;
  readonly bounds?: Bounds;
  readonly expected: Expected | null;
  readonly misses: readonly string[];
}

/**
 * Defines a scenario. It may end once every process has, or at a fault, which a spec then reports.
 */
export function scenario(name: string, parts: ScenarioParts): Scenario {
  const slots = processSlots(parts.processes);
  return {
    name,
    configuration: name.slice(0, name.indexOf("-")),
    bounds: parts.bounds ?? "quick",
    title: parts.title,
    expected: parts.expected,
    misses: parts.misses,
    build: ({ patches, without, properties, unmerged }) => {
      const edits = patches.flatMap((patch) => patch.edits);
      const program = loadProgram(procedures, edits, without);
      const changes = [...patches.map(({ id }) => id), ...without.map((step) => `without ${step}`)];
      return system<DriverState>({
        name: [name, ...changes].join(", "),
        initial: initialState(parts, slots, program),
        actions: [runAction(program, slots, unmerged ?? false)],
        done: (state) =>
          state.fault !== null || state.processes.every((process) => process === null),
        properties,
      });
    },
  };
}
