/**
 * Runs steps on plain immer states: no memo, no store, no tracking view. What rests on this rests
 * on the recipes alone, whatever a search did to find it.
 */
import { produce, type Draft } from "immer";
import { brokenRecipe } from "../checker/broken-recipe.ts";
import { ChoiceScript } from "../checker/choices.ts";
import {
  actionInstances,
  instanceKey,
  instanceName,
  instancesByKey,
  type ActionInstance,
} from "../checker/instances.ts";
import type { Json } from "../checker/json.ts";
import { canonicalText } from "../checker/plain-value.ts";
import type { Kit, System } from "../checker/system.ts";
import type { Picked } from "../checker/retrace.ts";
import type { Change } from "../checker/trace.ts";
import { changesBetween } from "../checker/trace-builder.ts";

export type State = Readonly<Record<string, Json>>;

export type { Picked };

/** A step that was taken, and the state behind it. */
export interface Taken extends Picked {
  readonly process: string | null;
  readonly label: string | null;
  readonly source: string | null;
  readonly after: State;
}

const disabled = Symbol("disabled");

/** The steps of a system, one at a time. */
export class PlainRun {
  readonly instances: readonly ActionInstance[];
  readonly #byKey: ReadonlyMap<string, ActionInstance>;

  constructor(system: System) {
    this.instances = actionInstances(system);
    this.#byKey = instancesByKey(this.instances);
  }

  /** The instance that a step is of; null: the system has none such. */
  instanceOf({ action, choice }: Pick<Picked, "action" | "choice">): ActionInstance | null {
    return this.#byKey.get(instanceKey(action, choice)) ?? null;
  }

  /** Takes a step; null: it is not enabled, or not with these picks. */
  take(state: State, picked: Picked): Taken | null {
    const instance = this.instanceOf(picked);
    if (instance === null) return null;
    const left = picked.chosen.map((each) => canonicalText(each));
    const taken = run(instance, state, (alternatives) => {
      const pick = left.shift();
      const found = alternatives.find((each) => canonicalText(each) === pick);
      if (found === undefined) throw disabled;
      return found;
    });
    return taken === null || left.length > 0 ? null : { ...taken, chosen: picked.chosen };
  }

  /** All steps that are enabled, in the order of the instances and of their alternatives. */
  enabled(state: State): Taken[] {
    return this.instances.flatMap((instance) => this.enabledOf(instance, state));
  }

  /** The ways in which one instance is enabled, in the order of its alternatives. */
  enabledOf(instance: ActionInstance, state: State): Taken[] {
    const found: Taken[] = [];
    const script = new ChoiceScript();
    do {
      script.begin();
      const taken = run(instance, state, (alternatives) => {
        if (alternatives.length === 0) throw disabled;
        return script.choose(alternatives);
      });
      if (taken !== null) found.push({ ...taken, chosen: script.chosen });
    } while (script.advance());
    return found;
  }

  /**
   * A step that is enabled: of the instance that took the last one, if it has any, or else of the
   * first that has; null: no step is enabled.
   */
  next(state: State, last: Picked | null): Taken | null {
    const same = last === null ? null : this.instanceOf(last);
    for (const instance of same === null ? this.instances : [same, ...this.instances]) {
      const [first] = this.enabledOf(instance, state);
      if (first !== undefined) return first;
    }
    return null;
  }

  /** Whether no step is enabled. */
  isStuck(state: State): boolean {
    return this.instances.every((instance) => this.enabledOf(instance, state).length === 0);
  }
}

function run(
  instance: ActionInstance,
  state: State,
  choose: Kit["choose"],
): Omit<Taken, "chosen"> | null {
  const { action, choice, process } = instance;
  if (!isAllowed(instance, state)) return null;
  let said: { label: string | null; process: string | null; source: string | null } = {
    label: null,
    process,
    source: action.source,
  };
  const kit: Kit = {
    choose,
    disabled: () => {
      throw disabled;
    },
    label: (label, detail) => {
      said = { ...said, ...detail, label };
    },
  };
  try {
    const after = produce(state, (draft: Draft<State>) => {
      action.effect(draft as never, choice as never, kit);
    });
    return { action: action.name, choice, ...said, after };
  } catch (error) {
    if (error === disabled) return null;
    const label = said.label === null ? "" : `, at "${said.label}",`;
    throw brokenRecipe(`The effect of ${instanceName(instance)}`, error, { label });
  }
}

/** Whether the guard of an instance lets it go on. */
function isAllowed(instance: ActionInstance, state: State): boolean {
  const { guard } = instance.action;
  try {
    return guard === null || guard(state as never, instance.choice as never);
  } catch (error) {
    throw brokenRecipe(`The guard of ${instanceName(instance)}`, error);
  }
}

/** The leaves that differ between two states. */
export function changesOf(before: State, after: State): Change[] {
  return Object.keys(before).flatMap((key) => changesBetween(key, before[key], after[key]));
}

/** How messages speak of a step: what it is labelled, or `RMPrepare(2)`. */
export function stepName(
  run: PlainRun,
  { process, label, ...picked }: Picked & Partial<Pick<Taken, "process" | "label">>,
): string {
  const instance = run.instanceOf(picked);
  const name = instance === null ? picked.action : instanceName(instance);
  const what = label ?? name;
  return process === null || process === undefined ? what : `${process}, ${what}`;
}
