/**
 * Schedules: the steps of a run as a short text that can be pasted. `3x12 5.1 0` is instance 3 of
 * the system's actions twelve times, instance 5 in the second of its alternatives, instance 0.
 */
import { canonicalText } from "../checker/plain-value.ts";
import type { System } from "../checker/system.ts";
import type { TraceStep } from "../checker/trace.ts";
import { PlainRun, stepName, type Picked, type State } from "./plain-run.ts";

/** Yields the schedule of steps that a run from `initial` takes; null: it cannot take them. */
export function scheduleOf(
  system: System,
  initial: State,
  steps: readonly Pick<TraceStep, keyof Picked>[],
): string | null {
  const run = new PlainRun(system);
  const tokens: { token: string; count: number }[] = [];
  let state = initial;
  for (const step of steps) {
    const instance = run.instanceOf(step);
    const wanted = canonicalText(step.chosen);
    const ways = instance === null ? [] : run.enabledOf(instance, state);
    const way = ways.findIndex((each) => canonicalText(each.chosen) === wanted);
    const taken = ways[way];
    if (instance === null || taken === undefined) return null;
    const token = `${run.instances.indexOf(instance)}${way === 0 ? "" : `.${way}`}`;
    const last = tokens.at(-1);
    if (last?.token === token) last.count++;
    else tokens.push({ token, count: 1 });
    state = taken.after;
  }
  return tokens.map(({ token, count }) => (count === 1 ? token : `${token}x${count}`)).join(" ");
}

/** Why a schedule cannot be taken, in one sentence. */
export class NoSchedule extends Error {
  override readonly name = "NoSchedule";
}

/** Yields the steps that a schedule stands for, from the first initial state. Throws NoSchedule. */
export function stepsOf(system: System, schedule: string): Picked[] {
  const run = new PlainRun(system);
  const steps: Picked[] = [];
  let state = system.initials[0] as State;
  for (const word of schedule.split(/\s+/).filter((each) => each !== "")) {
    const [, index, way = "0", count = "1"] = /^(\d+)(?:\.(\d+))?(?:x(\d+))?$/.exec(word) ?? [];
    if (index === undefined)
      throw new NoSchedule(`"${word}" is no step; steps are like 3, 3.1, 3x12`);
    const instance = run.instances[Number(index)];
    if (instance === undefined) {
      throw new NoSchedule(`"${word}" names instance ${index} of ${run.instances.length}`);
    }
    for (let left = Number(count); left > 0; left--) {
      const taken = run.enabledOf(instance, state)[Number(way)];
      if (taken === undefined) {
        const name = stepName(run, {
          action: instance.action.name,
          choice: instance.choice,
          chosen: [],
        });
        const enabled = run
          .enabled(state)
          .map((each) => run.instances.indexOf(run.instanceOf(each) ?? instance));
        throw new NoSchedule(
          `step ${steps.length + 1}, "${word}", is not enabled: ${name}; ` +
            `enabled are ${[...new Set(enabled)].join(", ") || "none"}`,
        );
      }
      steps.push({ action: taken.action, choice: taken.choice, chosen: taken.chosen });
      state = taken.after;
    }
  }
  return steps;
}
