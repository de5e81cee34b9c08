/**
 * Finds the plainest run to a violation: the one with the fewest context switches, among those the
 * one with the fewest processes, and so on through the parts of its size. Steps and operations are
 * left out of what is there first, which is quick and proves nothing; then ever looser bounds are
 * searched to their end, and what the last of them does not find does not exist.
 */
import type { Json } from "../../checker/json.ts";
import { Retrace } from "../../checker/retrace.ts";
import type { Trace } from "../../checker/trace.ts";
import { PlainRun, type Picked, type State, type Taken } from "../plain-run.ts";
import { actorKey } from "./actors.ts";
import type { Bounds } from "./bounded.ts";
import { operationDrops, subsets, type Family } from "./family.ts";
import { Candidates, leaveOut } from "./leave-out.ts";
import { Searches, type Found } from "./searches.ts";
import { isLess, sizeOf, type Size } from "./size.ts";

/**
 * For each part of the size, whether no violating run has less of it that has no more of what comes
 * before.
 */
export type Proved = Readonly<Record<keyof Size, boolean>>;

export interface Minimised {
  readonly trace: Trace;
  readonly from: Size;
  readonly size: Size;
  readonly proved: Proved;
  /** Ids of the parts of the system that it can do without. */
  readonly dropped: readonly string[];
  /** States visited for the proof. */
  readonly states: number;
}

export interface MinimiseOptions {
  /** The time that may be spent, in milliseconds. */
  readonly elapsedMsMax: number;
  readonly signal?: AbortSignal;
  /** Told what is looked for. */
  readonly onStage?: (stage: string) => void;
}

/** Yields the plainest run that was found, and how much of it is known to be the least. */
export function minimise(
  family: Family,
  trace: Trace,
  options: MinimiseOptions,
): Promise<Minimised> {
  return new Minimiser(family, trace, options).minimise();
}

/** If there are more ways to drop operations than this, not all of them are searched. */
const dropsMax = 4096;
/** The share of the time that is spent on leaving out. */
const quickShare = 0.2;
/** How many states a first look at the best member may take. */
const firstLookStatesMax = 100_000;

const everything = Number.POSITIVE_INFINITY;

interface Best {
  readonly drop: readonly string[];
  readonly initial: Json;
  readonly steps: readonly Taken[];
  readonly size: Size;
}

class Minimiser {
  readonly #family: Family;
  readonly #trace: Trace;
  readonly #left: () => number;
  readonly #isOver: () => boolean;
  readonly #onStage: (stage: string) => void;
  readonly #searches: Searches;
  /** Whether some process has several actions; else there are as many of these as of processes. */
  readonly #countsInstances: boolean;
  #best: Best;

  constructor(
    family: Family,
    trace: Trace,
    { elapsedMsMax, signal, onStage = () => {} }: MinimiseOptions,
  ) {
    const begun = performance.now();
    const left = (): number => elapsedMsMax - (performance.now() - begun);
    const quickEnd = elapsedMsMax * (1 - quickShare);
    this.#family = family;
    this.#trace = trace;
    this.#left = left;
    this.#isOver = () => left() <= quickEnd || signal?.aborted === true;
    this.#onStage = onStage;
    this.#searches = new Searches({ family, property: trace.property, left, signal });
    const { instances } = new PlainRun(this.#searches.member([]));
    const actors = new Set(instances.map(({ process, choice }) => actorKey(process, choice)));
    this.#countsInstances = actors.size < instances.length;
    this.#best = this.#measured({ drop: [], initial: trace.initial, steps: trace.steps });
  }

  async minimise(): Promise<Minimised> {
    const from = this.#best.size;
    await this.#leaveOut();
    const proved = await this.#prove();
    const { drop, size } = this.#best;
    return {
      trace: this.#retraced(),
      from,
      size,
      proved,
      dropped: drop,
      states: this.#searches.states,
    };
  }

  /** Leaves out what can be left out of the run that is there, the most first. */
  async #leaveOut(): Promise<void> {
    const given = this.#best;
    this.#onStage("operations that can be left out");
    const { operations, injections } = this.#family;
    for (let size = Math.ceil(operations.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let from = 0; from < operations.length; from += size) {
        this.#tryWithout(operations.slice(from, from + size));
      }
    }
    for (const part of injections) this.#tryWithout([part]);
    this.#onStage("steps that can be left out");
    this.#shorten();
    for (const part of operations) if (this.#tryWithout([part])) this.#shorten();
    const { drop } = this.#best;
    if ((await this.#searches.isOwn(this.#bounds({}), drop, firstLookStatesMax)) === true) return;
    this.#best = given;
    this.#shorten();
  }

  /** Leaves steps out of the best run. */
  #shorten(): void {
    const { drop, initial, steps } = this.#best;
    const system = this.#searches.member(drop);
    const candidates = new Candidates(system, this.#trace.property, initial as State);
    const found = leaveOut(candidates, steps, this.#isOver);
    if (found !== null) this.#keep({ drop, initial, steps: found });
  }

  /** Tries to take the steps of the best run in a member without some parts that it has. */
  #tryWithout(parts: readonly string[]): boolean {
    const drop = [...this.#best.drop, ...parts.filter((each) => !this.#best.drop.includes(each))];
    const isSmaller = drop.length > this.#best.drop.length;
    if (this.#isOver() || !isSmaller || !this.#family.isSensible(drop)) return false;
    const system = this.#searches.member(drop);
    for (const initial of system.initials) {
      const candidates = new Candidates(system, this.#trace.property, initial as State);
      const found = candidates.violatingInTheEnd(this.#best.steps);
      if (found === null || this.#isForeign(drop, initial, found)) continue;
      return this.#keep({ drop, initial: initial as Json, steps: found });
    }
    return false;
  }

  /** Whether these steps violate the property in the unchanged member as well. */
  #isForeign(drop: readonly string[], initial: object, steps: readonly Picked[]): boolean {
    const system = drop.length === 0 ? null : this.#family.buildUnchanged(drop);
    if (system === null) return false;
    const candidates = new Candidates(system, this.#trace.property, initial as State);
    return candidates.violatingInTheEnd(steps) !== null;
  }

  /** Searches for less of one part of the size after the other. */
  async #prove(): Promise<Proved> {
    await this.#levels([this.#best.drop], firstLookStatesMax);
    const all = operationDrops(this.#family, dropsMax);
    const drops = all ?? [this.#best.drop, []];
    const isWhole = all !== null;
    return {
      switches: (await this.#levels(drops)) && isWhole,
      actors: (await this.#fewer("actors", drops)) && isWhole,
      instances: (await this.#fewerInstances(drops)) && isWhole,
      objects: (await this.#fewerOf("objects", drops)) && isWhole,
      cells: (await this.#fewerCells(this.#asGoodAs(["objects"], drops))) && isWhole,
      operations:
        (await this.#fewerOf("operations", this.#asGoodAs(["objects"], drops))) && isWhole,
      injections: await this.#fewerInjections(drops),
      steps: await this.#fewerSteps(drops),
    };
  }

  /** Bounds that the best run keeps to, so far as they are set. */
  #bounds(parts: Partial<Bounds>): Bounds {
    return {
      switches: this.#best.size.switches,
      actors: everything,
      instances: everything,
      cells: everything,
      ...parts,
    };
  }

  /** Whether it is found out how few context switches there can be. */
  async #levels(drops: readonly (readonly string[])[], statesMax?: number): Promise<boolean> {
    for (let switches = 0; switches < this.#best.size.switches; switches++) {
      const found = await this.#within(this.#bounds({ switches }), drops, statesMax);
      if (found !== "none") return found !== null;
    }
    return true;
  }

  async #fewer(
    part: "actors" | "instances",
    drops: readonly (readonly string[])[],
  ): Promise<boolean> {
    for (let count = 1; count < this.#best.size[part]; count++) {
      const others = part === "actors" ? {} : { actors: this.#best.size.actors };
      const bounds = this.#bounds({ ...others, [part]: count });
      const found = await this.#within(bounds, drops);
      if (found !== "none") return found !== null;
    }
    return true;
  }

  async #fewerInstances(drops: readonly (readonly string[])[]): Promise<boolean> {
    return this.#countsInstances ? this.#fewer("instances", drops) : true;
  }

  get #allBounds(): Bounds {
    const { switches, actors, instances, cells } = this.#best.size;
    return { switches, actors, instances: this.#countsInstances ? instances : everything, cells };
  }

  /** Members that have as much of something as the best one. */
  #asGoodAs(
    parts: readonly ("objects" | "operations")[],
    drops: readonly (readonly string[])[],
  ): (readonly string[])[] {
    const best = this.#best.size;
    return drops.filter((drop) => {
      const extent = this.#family.extent(drop);
      return parts.every((part) => extent[part] === best[part]);
    });
  }

  /** Searches members with less of something, those with the least first. */
  async #fewerOf(
    part: "objects" | "operations",
    drops: readonly (readonly string[])[],
  ): Promise<boolean> {
    const count = (drop: readonly string[]): number => this.#family.extent(drop)[part];
    const bounds = part === "objects" ? { ...this.#allBounds, cells: everything } : this.#allBounds;
    const counts = [...new Set(drops.map(count))].toSorted((a, b) => a - b);
    for (const least of counts.filter((each) => each < this.#best.size[part])) {
      const found = await this.#within(
        bounds,
        drops.filter((drop) => count(drop) === least),
      );
      if (found !== "none") return found !== null;
    }
    return true;
  }

  /** Where so many cells do not suffice, fewer do not either. */
  async #fewerCells(drops: readonly (readonly string[])[]): Promise<boolean> {
    for (;;) {
      const cells = this.#best.size.cells - 1;
      const found = await this.#within({ ...this.#allBounds, cells }, drops);
      if (found !== "found" || this.#best.size.cells > cells) return found === "none";
    }
  }

  /** Members as big as the best one, with every way to have so many failures. */
  #likeBest(drops: readonly (readonly string[])[], injections: number): string[][] {
    const family = this.#family;
    return this.#asGoodAs(["objects", "operations"], drops)
      .flatMap((drop) => {
        const operations = drop.filter((each) => family.operations.includes(each));
        return subsets(family.injections).map((fewer) => [...operations, ...fewer]);
      })
      .filter((drop) => family.extent(drop).injections === injections);
  }

  async #fewerInjections(drops: readonly (readonly string[])[]): Promise<boolean> {
    for (let count = 0; count < this.#best.size.injections; count++) {
      const found = await this.#within(this.#allBounds, this.#likeBest(drops, count));
      if (found !== "none") return found !== null;
    }
    return true;
  }

  /** A search within bounds is breadth-first: what it finds is shortest. */
  async #fewerSteps(drops: readonly (readonly string[])[]): Promise<boolean> {
    const members = this.#likeBest(drops, this.#best.size.injections);
    return (await this.#within(this.#allBounds, members)) === "found";
  }

  async #within(
    bounds: Bounds,
    drops: readonly (readonly string[])[],
    statesMax?: number,
  ): Promise<"found" | "none" | null> {
    const { switches, actors, instances, cells } = bounds;
    const also = [
      ...(actors < everything ? [`${actors} processes`] : []),
      ...(instances < everything ? [`${instances} actions`] : []),
      ...(cells < everything ? [`${cells} cells`] : []),
      ...(drops.length > 1 ? [`${drops.length} smaller scenarios`] : []),
    ];
    this.#onStage([`${switches} context switches`, ...also].join(", "));
    if (this.#left() <= 0) return null;
    const found = await this.#searches.within(bounds, drops, statesMax);
    if (found === null || found === "none") return found;
    this.#keep(found);
    return "found";
  }

  /** Takes a run for the best if it is; yields whether it is. */
  #keep(found: Found): boolean {
    const measured = this.#measured(found);
    if (!isLess(measured.size, this.#best.size)) return false;
    this.#best = measured;
    return true;
  }

  #measured({ drop, initial, steps }: Found): Best {
    const run = new PlainRun(this.#searches.member(drop));
    const taken: Taken[] = [];
    for (const step of steps) {
      const next = run.take(taken.at(-1)?.after ?? (initial as State), step);
      if (next === null) throw new Error("a run that was found cannot be taken");
      taken.push(next);
    }
    const size = sizeOf(initial as State, taken, this.#family.extent(drop));
    return { drop, initial, steps: taken, size };
  }

  /** The trace of the best run, in the member that it is of. */
  #retraced(): Trace {
    const { drop, initial, steps } = this.#best;
    const system = this.#searches.member(drop);
    const retrace = new Retrace(system, initial as object);
    for (const step of steps) {
      if (!retrace.take(step))
        throw new Error("a step of a bounded system is none of its original");
    }
    const { scenario, patches, without, seed, property, claim } = this.#trace;
    const all = [...this.#trace.drop, ...drop];
    const words = this.#trace.words === null ? null : { ...this.#trace.words, drop: all };
    const head = { system: system.name, scenario, patches, without, seed, property, claim };
    return retrace.trace({ ...head, drop: all, words });
  }
}
