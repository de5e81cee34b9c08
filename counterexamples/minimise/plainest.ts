/** The plainest run so far, in whatever member of the family it is. */
import type { Json } from "../../checker/json.ts";
import { Retrace } from "../../checker/retrace.ts";
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { PlainRun, type Picked, type State, type Taken } from "../plain-run.ts";
import type { Family } from "./family.ts";
import { isLess, sizeOf, type Size } from "./size.ts";

/** A run of a member of a family. */
export interface Found {
  /** What the member lacks. */
  readonly drop: readonly string[];
  readonly initial: Json;
  readonly steps: readonly Picked[];
}

interface Measured extends Found {
  readonly steps: readonly Taken[];
  readonly size: Size;
}

export class Plainest {
  readonly family: Family;
  readonly #given: Trace;
  readonly #members = new Map<string, System>();
  #best: Measured;

  /** Starts with the run of a trace that violates its property. */
  constructor(family: Family, trace: Trace) {
    this.family = family;
    this.#given = trace;
    this.#best = this.#measured({ drop: [], initial: trace.initial, steps: trace.steps });
  }

  get best(): Measured {
    return this.#best;
  }

  get size(): Size {
    return this.#best.size;
  }

  /** Id of the property that all these runs violate. */
  get property(): string {
    return this.#given.property;
  }

  /** The member of the family without these parts. */
  member(drop: readonly string[]): System {
    const key = drop.join("\n");
    const known = this.#members.get(key) ?? this.family.build(drop);
    this.#members.set(key, known);
    return known;
  }

  /** Takes a run for the best if it is plainer than that; yields whether it is. */
  keep(found: Found): boolean {
    const measured = this.#measured(found);
    if (!isLess(measured.size, this.#best.size)) return false;
    this.#best = measured;
    return true;
  }

  /** Goes back to an earlier best. */
  restore(best: Measured): void {
    this.#best = best;
  }

  #measured({ drop, initial, steps }: Found): Measured {
    const run = new PlainRun(this.member(drop));
    const taken: Taken[] = [];
    for (const step of steps) {
      const next = run.take(taken.at(-1)?.after ?? (initial as State), step);
      if (next === null) throw new Error("a run that was found cannot be taken");
      taken.push(next);
    }
    const size = sizeOf(initial as State, taken, this.family.extent(drop));
    return { drop, initial, steps: taken, size };
  }

  /** The best run as a trace, of the member that it is of. */
  trace(): Trace {
    const { drop, initial, steps } = this.#best;
    const system = this.member(drop);
    const retrace = new Retrace(system, initial as object);
    for (const step of steps) {
      if (!retrace.take(step)) throw new Error("a run on plain states is none on views");
    }
    const { scenario, patches, without, seed, property, claim, words } = this.#given;
    const all = [...this.#given.drop, ...drop];
    const head = { system: system.name, scenario, patches, without, seed, property, claim };
    return retrace.trace({ ...head, drop: all, words: words && { ...words, drop: all } });
  }
}
