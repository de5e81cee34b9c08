/**
 * Searches for less of one part of a run's size after the other: within ever looser bounds, or in
 * ever bigger members of the family. What the last search before the first success did not find
 * does not exist.
 */
import { PlainRun } from "../plain-run.ts";
import { actorKey } from "../actors.ts";
import type { Bounds } from "./bounded.ts";
import { subsets } from "./family.ts";
import type { Plainest } from "./plainest.ts";
import type { Searches } from "./searches.ts";
import type { Size } from "./size.ts";

/**
 * For each part of the size, whether no violating run has less of it that has no more of what comes
 * before.
 */
export type Proved = Readonly<Record<keyof Size, boolean>>;

/** What is searched. */
export interface Scope {
  /** The members of the family, each by what it lacks. */
  readonly drops: readonly (readonly string[])[];
  /** How many states one search may visit. */
  readonly statesMax: number;
}

type Members = readonly (readonly string[])[];

const everything = Number.POSITIVE_INFINITY;

export class Least {
  readonly #plainest: Plainest;
  readonly #searches: Searches;
  readonly #onStage: (stage: string) => void;
  /** Whether some process has several actions; else there are as many of these as of processes. */
  readonly #countsInstances: boolean;
  #statesMax = everything;

  constructor(plainest: Plainest, searches: Searches, onStage: (stage: string) => void) {
    this.#plainest = plainest;
    this.#searches = searches;
    this.#onStage = onStage;
    const { instances } = new PlainRun(plainest.member([]));
    const actors = new Set(instances.map(({ process, choice }) => actorKey(process, choice)));
    this.#countsInstances = actors.size < instances.length;
  }

  /** Yields how much of the best run is then known to be the least in this scope. */
  async search({ drops, statesMax }: Scope): Promise<Proved> {
    this.#statesMax = statesMax;
    return {
      switches: await this.#fewerSwitches(drops),
      actors: await this.#fewer("actors", drops),
      instances: !this.#countsInstances || (await this.#fewer("instances", drops)),
      objects: await this.#fewerOf("objects", drops),
      cells: await this.#fewerCells(this.#asGoodAs(["objects"], drops)),
      operations: await this.#fewerOf("operations", this.#asGoodAs(["objects"], drops)),
      injections: await this.#fewerInjections(drops),
      steps: await this.#fewerSteps(drops),
    };
  }

  /** The best run as bounds, so far as its parts are named. */
  bounds(...parts: readonly (keyof Bounds)[]): Bounds {
    const { size } = this.#plainest;
    const bound = (part: keyof Bounds): number => (parts.includes(part) ? size[part] : everything);
    return {
      switches: bound("switches"),
      actors: bound("actors"),
      // To keep account of both where they say the same doubles the work.
      instances: this.#countsInstances ? bound("instances") : everything,
      cells: bound("cells"),
    };
  }

  async #fewerSwitches(drops: Members): Promise<boolean> {
    for (let switches = 0; switches < this.#plainest.size.switches; switches++) {
      const found = await this.#within({ ...this.bounds(), switches }, drops);
      if (found !== "none") return found !== null;
    }
    return true;
  }

  async #fewer(part: "actors" | "instances", drops: Members): Promise<boolean> {
    for (let count = 1; count < this.#plainest.size[part]; count++) {
      const bounds = this.bounds("switches", ...(part === "actors" ? [] : ["actors" as const]));
      const found = await this.#within({ ...bounds, [part]: count }, drops);
      if (found !== "none") return found !== null;
    }
    return true;
  }

  /** Members that have as much of something as the best one. */
  #asGoodAs(parts: readonly ("objects" | "operations")[], drops: Members): Members {
    const { size, family } = this.#plainest;
    return drops.filter((drop) => {
      const extent = family.extent(drop);
      return parts.every((part) => extent[part] === size[part]);
    });
  }

  /** Searches members with less of something, those with the least first. */
  async #fewerOf(part: "objects" | "operations", drops: Members): Promise<boolean> {
    const count = (drop: readonly string[]): number => this.#plainest.family.extent(drop)[part];
    const counts = [...new Set(drops.map(count))].toSorted((a, b) => a - b);
    for (const least of counts.filter((each) => each < this.#plainest.size[part])) {
      const some = drops.filter((drop) => count(drop) === least);
      const bounds =
        part === "objects"
          ? this.bounds("switches", "actors", "instances")
          : this.bounds("switches", "actors", "instances", "cells");
      const found = await this.#within(bounds, some);
      if (found !== "none") return found !== null;
    }
    return true;
  }

  /** Where so many cells do not suffice, fewer do not either. */
  async #fewerCells(drops: Members): Promise<boolean> {
    for (;;) {
      const cells = this.#plainest.size.cells - 1;
      const bounds = { ...this.bounds("switches", "actors", "instances"), cells };
      const found = await this.#within(bounds, drops);
      if (found !== "found" || this.#plainest.size.cells > cells) return found === "none";
    }
  }

  /** Members as big as the best one, with every way to have so many failures. */
  #likeBest(drops: Members, injections: number): string[][] {
    const { family } = this.#plainest;
    return this.#asGoodAs(["objects", "operations"], drops)
      .flatMap((drop) => {
        const operations = drop.filter((each) => family.operations.includes(each));
        return subsets(family.injections).map((fewer) => [...operations, ...fewer]);
      })
      .filter((drop) => family.extent(drop).injections === injections);
  }

  async #fewerInjections(drops: Members): Promise<boolean> {
    for (let count = 0; count < this.#plainest.size.injections; count++) {
      const found = await this.#within(this.#allBounds(), this.#likeBest(drops, count));
      if (found !== "none") return found !== null;
    }
    return true;
  }

  /** A search within bounds is breadth-first: what it finds is shortest. */
  async #fewerSteps(drops: Members): Promise<boolean> {
    const members = this.#likeBest(drops, this.#plainest.size.injections);
    return (await this.#within(this.#allBounds(), members)) === "found";
  }

  #allBounds(): Bounds {
    return this.bounds("switches", "actors", "instances", "cells");
  }

  /** Whether there is a run within the bounds, which is kept; null: not found out. */
  async #within(bounds: Bounds, drops: Members): Promise<"found" | "none" | null> {
    const { switches, actors, instances, cells } = bounds;
    const also = [
      ...(actors < everything ? [`${actors} processes`] : []),
      ...(instances < everything ? [`${instances} actions`] : []),
      ...(cells < everything ? [`${cells} cells`] : []),
      ...(drops.length > 1 ? [`${drops.length} smaller scenarios`] : []),
    ];
    this.#onStage([`${switches} context switches`, ...also].join(", "));
    const found = await this.#searches.within(bounds, drops, this.#statesMax);
    if (found === null || found === "none") return found;
    this.#plainest.keep(found);
    return "found";
  }
}
