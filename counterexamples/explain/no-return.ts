/**
 * The point of no return: the last state of a run from which some run still passes, as `Reruns`
 * means it. It is looked for in three ways, from the quickest to the surest: by going on from the
 * state, by a search for a good end, and by looking at all runs where there are few.
 */
import { check } from "../../checker/check.ts";
import { atRest } from "../../checker/properties.ts";
import type { Action, System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { fails, isViolated } from "../moment.ts";
import { PlainRun, type State } from "../plain-run.ts";
import { statesOf } from "../states.ts";
import { isRevived, mayGoRound, promisesOf, Reruns } from "./reruns.ts";
import { hasSafeRun } from "./safe-run.ts";

export interface NoReturnOptions {
  /** Steps behind which some run is known to pass; -1: nothing is known. */
  readonly good: number;
  /** Cells that the trace frees and that are to blame. */
  readonly freed: readonly string[];
  /** In how many states a good end is looked for. */
  readonly statesMax: number;
}

/** How many steps going on may take, in all. */
const stepsMax = 20_000;
/** Up to so many states all runs are looked at; up to the second number if none comes to an end. */
const [fewStates, someStates] = [300, 3_000];

/**
 * Yields the first step behind which no run passes, from 1; 0: none does from the start. null: it
 * was not found out within bounds.
 */
export async function pointOfNoReturn(
  system: System,
  trace: Trace,
  { good: known, freed, statesMax }: NoReturnOptions,
): Promise<number | null> {
  const reruns = new Reruns(system, trace, freed, stepsMax);
  const search = new EndSearch(system, trace, statesMax);
  // If some run passes from a state, one does from all that come before it.
  let [good, bad] = [known, trace.steps.length];
  while (bad - good > 1) {
    // Most runs go wrong late, and what has to be visited from there is little.
    const middle = Math.max(good + 1, bad - 1 - Math.floor((bad - good - 2) / 2));
    const detour = { from: middle, alone: null, steps: [], heldBack: null };
    const passes =
      reruns.passing(detour) !== null ||
      (await search.passes(reruns.states[middle] as State, reruns.deadAt(middle)));
    if (passes === null) return null;
    if (passes) good = middle;
    else bad = middle;
  }
  return bad;
}

const goodEnd = "no run ends well";
const anyEnd = "no run ends by itself";

/** Searches for runs that pass, and remembers what others went wrong by. */
class EndSearch {
  readonly #system: System;
  readonly #run: PlainRun;
  readonly #statesMax: number;
  readonly #property: string;
  readonly #promises: ReadonlySet<string>;
  readonly #isOfStates: boolean;
  /** What has been violated: runs end there, as they would for the property itself. */
  readonly #avoided: Set<string>;

  constructor(system: System, trace: Trace, statesMax: number) {
    this.#system = system;
    this.#run = new PlainRun(system);
    this.#statesMax = statesMax;
    this.#property = trace.property;
    this.#promises = promisesOf(system, trace);
    this.#avoided = new Set([trace.property]);
    const kind = system.properties.find(({ id }) => id === trace.property)?.kind;
    this.#isOfStates = kind !== "step-property";
  }

  /** Whether some run from a state passes that revives no dead cell; null: not found out. */
  async passes(state: State, dead: readonly string[]): Promise<boolean | null> {
    let few = someStates;
    while (this.#isOfStates) {
      const { outcome, violations, states } = await this.#search(state, dead, goodEnd);
      const [found] = violations;
      if (found === undefined) {
        if (outcome === "incomplete") return null;
        // A run may still go round for ever, which a search for ends does not see.
        const ends = (await this.#search(state, dead, anyEnd)).outcome === "violated";
        if (ends && states > fewStates) return false;
        few = ends ? fewStates : someStates;
        break;
      }
      const broken = this.#brokenBy(found.trace);
      if (broken === null) return true;
      // Steps cannot be avoided by states; all runs have to be looked at.
      if (this.#system.properties.find(({ id }) => id === broken)?.kind === "step-property") break;
      this.#avoided.add(broken);
    }
    return hasSafeRun(this.#system, state, {
      promises: this.#promises,
      goesRound: mayGoRound(this.#system, this.#property),
      dead,
      statesMax: few,
    });
  }

  /** Searches for an end of runs that keep what is avoided on their way. */
  #search(
    state: State,
    dead: readonly string[],
    end: typeof goodEnd | typeof anyEnd,
  ): ReturnType<typeof check> {
    const [system, run] = [this.#system, this.#run];
    const avoided = system.properties.flatMap((each) =>
      this.#avoided.has(each.id) && each.kind !== "step-property" && each.kind !== "witness"
        ? [each]
        : [],
    );
    const onTheWay = avoided.filter(({ kind }) => kind === "invariant");
    const isLost = (at: object): boolean =>
      isRevived(at as State, dead) || onTheWay.some((each) => fails(each, at as State));
    const isGood = (at: object): boolean =>
      !isRevived(at as State, dead) &&
      avoided.every((each) => !fails(each, at as State)) &&
      system.done?.(at) !== false;
    const isEnd = (at: object): boolean => run.isStuck(JSON.parse(JSON.stringify(at)) as State);
    const isFound = end === goodEnd ? isGood : isEnd;
    return check(
      {
        ...system,
        initials: [state],
        actions: system.actions.map((each) => stopping(each, isLost)),
        done: null,
        properties: [atRest<object>(end, { claim: end, holds: (each) => !isFound(each) })],
      },
      { strategy: "depth-first", statesMax: this.#statesMax, verifyPurity: false },
    );
  }

  /** What a run violates on its way; null: nothing. */
  #brokenBy(trace: Pick<Trace, "initial" | "steps">): string | null {
    const [system, run] = [this.#system, this.#run];
    const states = statesOf(trace);
    const ids = system.properties.flatMap(({ id }) => (this.#promises.has(id) ? [id] : []));
    const broken = ids.find((id) =>
      states.some((state, index) => {
        const [before, step] = [states[index - 1] ?? state, trace.steps[index - 1] ?? null];
        return isViolated(id, { system, run, before, state, step });
      }),
    );
    return broken ?? null;
  }
}

/** The same action, which nobody takes where all is lost. */
function stopping(action: Action<object>, isLost: (state: object) => boolean): Action<object> {
  return {
    ...action,
    effect: (state, choice, kit) => {
      if (isLost(state)) kit.disabled();
      action.effect(state, choice, kit);
    },
  };
}
