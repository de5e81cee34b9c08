/** Whether some run from a state passes, by looking at all of them on plain states. */
import { canonicalText } from "../../checker/plain-value.ts";
import type { System } from "../../checker/system.ts";
import { fails, isViolated } from "../moment.ts";
import { PlainRun, type State, type Taken } from "../plain-run.ts";
import { cellIn } from "./ledger.ts";

export interface SafeRunOptions {
  /** Ids of the properties that the run must not violate. */
  readonly promises: ReadonlySet<string>;
  /** Whether a run that goes round for ever passes. */
  readonly goesRound: boolean;
  /** Cells that have been freed, and whose place nothing else may take. */
  readonly dead: readonly string[];
  /** In more states than this nothing is found out. */
  readonly statesMax: number;
}

interface Visit {
  readonly key: string;
  /** States behind the steps that violate nothing, and are still to be visited. */
  readonly next: State[];
}

/** Yields whether some run from `start` passes, as `Reruns` means it; null: not found out. */
export function hasSafeRun(system: System, start: State, options: SafeRunOptions): boolean | null {
  const run = new PlainRun(system);
  const seen = new Set<string>();
  const path: Visit[] = [];
  const onPath = new Set<string>();
  /** Goes to a state; true: a run passes that comes here. */
  const visit = (state: State): boolean => {
    const key = canonicalText(state);
    if (onPath.has(key) && options.goesRound) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    const steps = run.enabled(state).filter(({ after }) => canonicalText(after) !== key);
    if (steps.length === 0) return mayEnd(system, run, state, options.promises);
    const next = steps.filter((step) => keeps(system, run, state, step, options));
    path.push({ key, next: next.map(({ after }) => after) });
    onPath.add(key);
    return false;
  };
  if (visit(start)) return true;
  for (;;) {
    const top = path.at(-1);
    if (top === undefined) return false;
    if (seen.size > options.statesMax) return null;
    const state = top.next.pop();
    if (state === undefined) {
      path.pop();
      onPath.delete(top.key);
    } else if (visit(state)) return true;
  }
}

function keeps(
  system: System,
  run: PlainRun,
  before: State,
  step: Taken,
  { promises, dead }: SafeRunOptions,
): boolean {
  if (dead.some((cell) => cellIn(step.after, cell) !== null)) return false;
  const moment = { system, run, before, state: step.after, step };
  return system.properties.every(
    ({ id, kind }) => kind === "at-rest" || !promises.has(id) || !isViolated(id, moment),
  );
}

/** Whether a run may end where nothing changes any more. */
export function mayEnd(
  { done, properties }: System,
  run: PlainRun,
  state: State,
  promises: ReadonlySet<string>,
): boolean {
  // Where steps are enabled that change nothing, nobody is stuck, and nothing is judged at rest.
  if (!run.isStuck(state)) return true;
  if (done?.(state) === false) return false;
  return properties.every(
    (each) => each.kind !== "at-rest" || !promises.has(each.id) || !fails(each, state),
  );
}
