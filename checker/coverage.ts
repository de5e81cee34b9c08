/**
 * Counts how often actions, and labels within them, were taken: what never ran was never checked.
 */
import type { Outcome } from "./evaluation.ts";
import type { ActionInstance } from "./instances.ts";
import type { Coverage } from "./verdict.ts";

interface Tally {
  fired: number;
  enabled: number;
  readonly labels: Map<string, number>;
}

export class CoverageTally {
  readonly #instances: readonly ActionInstance[];
  readonly #actions: Map<string, Tally> = new Map();

  /** Tells the actions apart by `names`; one that has no choices has no instance either. */
  constructor(names: Iterable<string>, instances: readonly ActionInstance[]) {
    this.#instances = instances;
    for (const name of names) this.#actions.set(name, { fired: 0, enabled: 0, labels: new Map() });
  }

  /** Counts that `instance` was enabled in `times` states, with these outcomes. */
  add(instance: number, outcomes: readonly Outcome[], times: number): void {
    const tally = this.#tallyOf(instance);
    if (outcomes.length === 0) return;
    tally.enabled += times;
    tally.fired += times * outcomes.length;
    for (const { label } of outcomes) {
      if (label !== null) tally.labels.set(label, (tally.labels.get(label) ?? 0) + times);
    }
  }

  copy(): CoverageTally {
    const copy = new CoverageTally(this.#actions.keys(), this.#instances);
    for (const [action, { fired, enabled, labels }] of this.#actions) {
      copy.#actions.set(action, { fired, enabled, labels: new Map(labels) });
    }
    return copy;
  }

  result(): Coverage[] {
    return [...this.#actions].map(([action, { fired, enabled, labels }]) => ({
      action,
      fired,
      enabled,
      never: fired === 0,
      labels: Object.fromEntries([...labels].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    }));
  }

  #tallyOf(instance: number): Tally {
    const { action } = this.#instances[instance] as ActionInstance;
    return this.#actions.get(action.name) as Tally;
  }
}
