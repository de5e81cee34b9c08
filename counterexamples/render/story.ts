/** A trace as all renderers see it: who takes part, what each step does, and what it changes. */
import { isRef } from "../../checker/refs.ts";
import type { Trace, TraceStep } from "../../checker/trace.ts";
import { changeLines, type ChangeLine } from "./changes.ts";
import { value } from "./value.ts";

/** Who takes steps: a process; all steps that are of none are one actor. */
export interface Actor {
  /** `GPU request 1`; "no process". */
  readonly name: string;
  /** What the state calls it, such as `processes:5`; null: the name is all there is. */
  readonly cell: string | null;
  /** Its first and last step, from 1. */
  readonly first: number;
  readonly last: number;
}

export interface StoryStep {
  /** From 1. */
  readonly number: number;
  /** Position among the actors. */
  readonly actor: number;
  /** What it does, by procedure: `f: one; two`, `g: three`; or `RMPrepare(2)`. */
  readonly parts: readonly string[];
  readonly source: string | null;
  /** What it changes, without what is hidden. */
  readonly changes: readonly ChangeLine[];
  /** It changes nothing at all. */
  readonly isIdle: boolean;
}

export interface Story {
  readonly trace: Trace;
  readonly actors: readonly Actor[];
  readonly steps: readonly StoryStep[];
}

/** Yields the story of a trace. Leaves whose paths match `hidden` are left out. */
export function storyOf(trace: Trace, hidden: RegExp | null): Story {
  const names = trace.steps.map(actorOf);
  const keys = names.map(({ name, cell }) => `${name} ${cell}`);
  const order = [...new Set(keys)];
  const actors = order.map((key): Actor => {
    const first = keys.indexOf(key);
    const { name, cell } = names[first] ?? { name: "", cell: null };
    return { name, cell, first: first + 1, last: keys.lastIndexOf(key) + 1 };
  });
  const steps = trace.steps.map((step, index): StoryStep => {
    const shown = step.changes.filter(({ path }) => hidden?.test(path) !== true);
    return {
      number: index + 1,
      actor: order.indexOf(keys[index] ?? ""),
      parts: partsOf(step),
      source: step.source,
      changes: changeLines(shown),
      isIdle: step.changes.length === 0,
    };
  });
  return { trace, actors, steps };
}

/** The name of the actor that stands for steps of no process. */
export const nobody = "no process";

/** Whether no step is of a process, so that there is nobody to name. */
export function isNameless({ actors }: Pick<Story, "actors">): boolean {
  return actors.every(({ name }) => name === nobody);
}

function actorOf({ process, choice }: TraceStep): Pick<Actor, "name" | "cell"> {
  const cell = isRef(choice) && process !== null && choice !== process ? choice : null;
  return { name: process ?? nobody, cell };
}

/** `GPU request 1 (processes:5)`. */
export function actorName({ name, cell }: Pick<Actor, "name" | "cell">): string {
  return cell === null ? name : `${name} (${cell})`;
}

/**
 * What was done, by procedure: a label `f: one; two; g: three` is `f: one; two` and `g: three`.
 * Where a step has no label it is one part, `RMPrepare(2)`.
 */
function partsOf({ action, choice, chosen, process, label }: TraceStep): string[] {
  const instance = choice === null ? action : `${action}(${value(choice)})`;
  const picks = chosen.length === 0 ? "" : `, choosing ${chosen.map(value).join(", ")}`;
  const head = label === null ? instance : process === null ? `${instance}: ${label}` : label;
  return `${head}${picks}`.split(/; (?=[A-Za-z_][\w()]*: )/);
}
