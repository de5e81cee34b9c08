/** Checks one mutant where its step runs, from the smallest scenario to the largest. */
import { check } from "../../checker/check.ts";
import { ModelError } from "../../checker/model-error.ts";
import type { Property } from "../../checker/properties.ts";
import { sameGraph, type Rival } from "../../checker/same-graph.ts";
import { deadlockId } from "../../checker/state-checks.ts";
import { Recorder, Visits } from "../../model/machine/probe.ts";
import { exchangeOf, joinOf, mutationOf, type Mutant } from "../../model/mutants.ts";
import type { BuildOptions } from "../../model/scenario.ts";
import type { DriverState } from "../../model/state.ts";
import type { Catalogue, Scenario } from "../catalogue.ts";
import { passing } from "./passing.ts";
import { unnoticed, type Comparison, type Judged, type Place, type Recorded } from "./jobs.ts";

/** A mutant that needs more than this has a state that grows for ever. */
const growthMax = (states: number): number => 4 * states + 2_000;
/** Graphs of more states are not compared. */
const comparedMax = 1_000_000;

/** With all steps apart, larger scenarios take too long; with those of one procedure, these do. */
const allApartMax = 2_500;
const apartMax = 20_000;

interface Tally {
  states: number;
  readonly statesMax: number;
  checked: number;
  /** Whether a mutant has outgrown what a scenario can grow to. */
  grows: boolean;
}

/** Which steps are transitions of their own although they follow others. */
type Apart = Pick<BuildOptions, "unmerged" | "apart">;
type Kill = Pick<Judged, "by" | "others" | "scenario" | "depth">;

/** Judges mutants one after the other, and remembers what it needs again. */
export class Judge {
  readonly #scenarios: ReadonlyMap<string, Scenario>;
  readonly #procedures: Catalogue["procedures"];
  readonly #properties: readonly Property<DriverState>[];
  readonly #holding = new Map<string, boolean>();

  constructor({ scenarios, procedures, specs }: Catalogue) {
    this.#scenarios = new Map(scenarios.map((each) => [each.name, each]));
    this.#procedures = procedures;
    this.#properties = specs.map((each) => each.property);
  }

  /** Notes what the steps of a scenario do. */
  async record(name: string): Promise<Recorded> {
    const probe = new Recorder();
    const system = this.#scenario(name).build({ patches: [], without: [], properties: [], probe });
    const { states } = await check(system, { verifyPurity: false });
    const deeds = [...probe.deeds].map(([title, { points, ...rest }]) => {
      return [title, { points: [...points], ...rest }] as const;
    });
    return { scenario: name, states, deeds: Object.fromEntries(deeds) };
  }

  /** Visits about `statesMax` states at most, and half as many again with steps apart. */
  async judge(
    mutant: Mutant,
    { places, statesMax }: { places: readonly Place[]; statesMax: number },
  ): Promise<Judged> {
    const begun = performance.now();
    const tally: Tally = { states: 0, statesMax, checked: 0, grows: false };
    const judged = (rest: Partial<Judged>): Judged => ({
      ...unnoticed(mutant, places),
      states: tally.states,
      elapsedMs: Math.round(performance.now() - begun),
      checked: tally.checked,
      ...rest,
    });
    try {
      const killed = await this.#firstKill(mutant, places, tally);
      if (killed !== null) return judged({ fate: "killed", ...killed });
      if (tally.grows) return judged({});
      const apart = await this.#firstKillApart(mutant, places, tally);
      return apart === null ? judged({}) : judged({ fate: "killed", ...apart });
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      return judged({ fate: "broken", message: error.message.split("\n")[0] ?? "" });
    }
  }

  /** Looks for a violation, in one place after the other. */
  async #firstKill(mutant: Mutant, places: readonly Place[], tally: Tally): Promise<Kill | null> {
    for (const place of places) {
      if (tally.checked > 0 && tally.states + place.states > tally.statesMax) return null;
      const kill = await this.#kill(mutant, place, { tally });
      tally.checked++;
      if (kill !== null) return kill;
    }
    return null;
  }

  /**
   * The same with every step of the procedure a transition, or of all where there are few states:
   * what the lock that is missing now protected was taken together. Places that do not keep their
   * properties that way say nothing.
   */
  async #firstKillApart(
    mutant: Mutant,
    places: readonly Place[],
    tally: Tally,
  ): Promise<Kill | null> {
    const own: Tally = { ...tally, states: 0 };
    for (const place of places) {
      if (own.states > own.statesMax / 2 || place.states > apartMax) break;
      const apart = place.states > allApartMax ? { apart: mutant.procedure } : { unmerged: true };
      const kill = await this.#kill(mutant, place, { tally: own, apart });
      if (kill !== null) {
        tally.states += own.states;
        return kill;
      }
    }
    tally.states += own.states;
    return null;
  }

  async #kill(
    mutant: Mutant,
    place: Place,
    { tally, apart }: { tally: Tally; apart?: Apart },
  ): Promise<Kill | null> {
    const { scenario } = place;
    const limit = growthMax(place.states) * (apart === undefined ? 1 : 16);
    const options = { statesMax: limit, verifyPurity: false };
    const verdict = await check(this.#build(scenario, mutant, apart), options);
    tally.states += verdict.states;
    if (apart === undefined) tally.grows ||= verdict.outcome === "incomplete";
    if (verdict.outcome !== "violated") return null;
    if (apart !== undefined && !(await this.#holdsApart(place, apart))) return null;
    const by = verdict.violations.map((each) => each.property);
    const depth = Math.min(...verdict.violations.map(({ trace }) => trace.steps.length));
    const others = await this.#killers(this.#build(scenario, mutant, apart), by, limit);
    return { by, others, scenario, depth };
  }

  /** Whether a scenario keeps its properties with the steps of a procedure apart. */
  async #holdsApart({ scenario, states }: Place, apart: Apart): Promise<boolean> {
    const key = `${scenario} ${apart.apart ?? ""}`;
    let holds = this.#holding.get(key);
    if (holds === undefined) {
      const parts = { patches: [], without: [], properties: this.#properties, ...apart };
      const options = { statesMax: 16 * growthMax(states), verifyPurity: false };
      const { outcome } = await check(this.#scenario(scenario).build(parts), options);
      holds = outcome !== "violated";
      this.#holding.set(key, holds);
    }
    return holds;
  }

  /** What kills a mutant if some properties are not judged. */
  async #killers(
    system: ReturnType<Scenario["build"]>,
    without: readonly string[],
    limit: number,
  ): Promise<string[]> {
    const ids = [...this.#properties.map(({ id }) => id), deadlockId];
    const properties = ids.filter((id) => !without.includes(id));
    const { violations } = await check(system, {
      statesMax: limit,
      verifyPurity: false,
      properties,
    });
    return violations.map((each) => each.property);
  }

  /** Yields the ids of the mutants with which a scenario has the same graph of states. */
  async compare(name: string, mutants: readonly Mutant[], as: Comparison): Promise<string[]> {
    const visits = new Visits();
    const joins = as === "pairs" ? mutants.map(joinOf) : [];
    const parts = { patches: [], without: [], properties: [] };
    const original = this.#scenario(name).build({ ...parts, edits: joins, probe: visits });
    const rivals = mutants.flatMap((mutant): (Rival<DriverState> & { id: string })[] => {
      const changes =
        as === "pairs" ? { edits: [...joins, exchangeOf(mutant)] } : mutationOf(mutant);
      try {
        return [
          {
            id: mutant.id,
            system: this.#scenario(name).build({ ...parts, ...changes }),
            mayDiffer: () => visits.procedures.has(mutant.procedure),
            ...this.#renaming(mutant),
          },
        ];
      } catch (error) {
        // One that breaks before the exploration begins is another system.
        if (error instanceof ModelError) return [];
        throw error;
      }
    });
    const beforeStep = (): void => visits.procedures.clear();
    const same = await sameGraph(original, rivals, { statesMax: comparedMax, beforeStep });
    return rivals.flatMap(({ id }, index) => (same?.[index] === true ? id : []));
  }

  /** Who stands before a dropped step is taken for standing behind it. */
  #renaming(mutant: Mutant): Pick<Rival<DriverState>, "rename"> {
    const { kind, procedure, label } = mutant;
    if (kind !== "drop") return {};
    const steps = this.#procedures.find((each) => each.name === procedure)?.steps ?? [];
    const next = steps[steps.findIndex((each) => each.label === label) + 1]?.label ?? null;
    return { rename: passing({ procedure, at: label }, next) };
  }

  #build(name: string, mutant: Mutant, apart: Apart = {}): ReturnType<Scenario["build"]> {
    const parts = { patches: [], without: [], properties: this.#properties };
    return this.#scenario(name).build({ ...parts, ...apart, ...mutationOf(mutant) });
  }

  #scenario(name: string): Scenario {
    const found = this.#scenarios.get(name);
    if (found === undefined) throw new Error(`no scenario is called ${name}`);
    return found;
  }
}
