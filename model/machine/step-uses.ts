/**
 * What became of the steps of a program while it was run: which ran to their end, and which had to
 * wait. It is noted whenever a step is evaluated, which happens only in states that are reachable,
 * and it depends on nothing but them; the state itself knows nothing of it.
 */
import type { LoadedStep, Program } from "./program.ts";

/** One step, and what is known of it so far. */
export interface StepUse {
  readonly procedure: string;
  readonly label: string;
  /** Whether it is written so that it can wait. */
  readonly canWait: boolean;
  /** Whether it ran to its end, in a transition that was taken as a whole. */
  readonly ran: boolean;
  /** Whether it had to wait. */
  readonly waited: boolean;
}

/**
 * The primitives in model/cells/ that may wait. What a step calls is looked up in its text: a guard
 * that never had to wait is not to be told from a step without one by running it.
 */
const primitivesThatWait = [
  "lock",
  "dmaResvLock",
  "dmaFenceRemoveCallback",
  "activeSetExclusive",
  "activeAddFence",
  "gtPmGet",
  "wwLockContended",
  "rpmGet",
  "unmapVirtual",
  "wakeForUnbind",
  "lockShmem",
  "lockShmemInterruptible",
  "lockMappings",
  "lockShrinker",
  "enginePmGet",
];
const waiting = new RegExp(`\\bk\\.wait\\(|\\b(?:${primitivesThatWait.join("|")})\\)?\\(k\\b`);

export class StepUses {
  readonly all: readonly StepUse[];
  readonly #byStep: ReadonlyMap<LoadedStep, { ran: boolean; waited: boolean }>;

  constructor(program: Program) {
    const uses = [...program.values()].flatMap(({ name: procedure, steps }) => {
      const distinct = [...new Set(steps.values())].filter((each) => each !== null);
      return distinct.toReversed().map((loaded) => {
        const canWait = waiting.test(loaded.step.run.toString());
        const use = { procedure, label: loaded.label, canWait, ran: false, waited: false };
        return [loaded, use] as const;
      });
    });
    this.all = uses.map(([, use]) => use);
    this.#byStep = new Map(uses);
  }

  noteRun(steps: readonly LoadedStep[]): void {
    for (const step of steps) {
      const use = this.#byStep.get(step);
      if (use !== undefined) use.ran = true;
    }
  }

  noteWait(step: LoadedStep): void {
    const use = this.#byStep.get(step);
    if (use !== undefined) use.waited = true;
  }
}

const usesOfActions = new WeakMap<object, StepUses>();

/** Says what the steps that `action` runs come to. */
export function keepUses(action: object, uses: StepUses): void {
  usesOfActions.set(action, uses);
}

/** Yields what became of the steps of these actions so far; nothing if they run no program. */
export function stepUsesOf(actions: readonly object[]): readonly StepUse[] {
  return actions.flatMap((each) => usesOfActions.get(each)?.all ?? []);
}
