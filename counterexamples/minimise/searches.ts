/** Searches of a family for runs that violate a property within bounds. */
import { canonicalText } from "../../checker/plain-value.ts";
import type { System } from "../../checker/system.ts";
import type { Verdict } from "../../checker/verdict.ts";
import { checkBounded, type Bounds } from "./bounded.ts";
import type { Family } from "./family.ts";
import type { Found } from "./plainest.ts";

interface SearchesParts {
  readonly family: Family;
  readonly property: string;
  /** Milliseconds that are left. */
  readonly left: () => number;
  readonly signal: AbortSignal | undefined;
}

export class Searches {
  readonly #parts: SearchesParts;
  /** Members that violate the property even unchanged: what they show is something else. */
  readonly #foreign = new Set<string>();
  #states = 0;

  constructor(parts: SearchesParts) {
    this.#parts = parts;
  }

  /** States visited so far. */
  get states(): number {
    return this.#states;
  }

  /**
   * Yields the shortest violating run within the bounds of any of these members; "none": there is
   * none; null: the search did not come to its end.
   */
  async within(
    bounds: Bounds,
    drops: readonly (readonly string[])[],
    statesMax: number = Number.POSITIVE_INFINITY,
  ): Promise<Found | "none" | null> {
    for (;;) {
      const members = drops.filter((drop) => !this.#foreign.has(drop.join("\n")));
      if (members.length === 0) return "none";
      const found = await this.#search(bounds, members, statesMax);
      if (found === null || found === "none") return found;
      const isOwn = await this.isOwn(bounds, found.drop, statesMax);
      if (isOwn !== false) return isOwn === null ? null : found;
    }
  }

  /** Whether the member holds within the bounds as long as it is unchanged; null: not found out. */
  async isOwn(
    bounds: Bounds,
    drop: readonly string[],
    statesMax: number = Number.POSITIVE_INFINITY,
  ): Promise<boolean | null> {
    const unchanged = drop.length === 0 ? null : this.#parts.family.buildUnchanged(drop);
    if (unchanged === null) return true;
    const verdict = await this.#check(unchanged, bounds, statesMax);
    if (verdict === null) return null;
    if (verdict.outcome !== "holds") this.#foreign.add(drop.join("\n"));
    return verdict.outcome === "holds";
  }

  async #search(
    bounds: Bounds,
    drops: readonly (readonly string[])[],
    statesMax: number,
  ): Promise<Found | "none" | null> {
    const system = this.#parts.family.buildAll(drops);
    const verdict = await this.#check(system, bounds, statesMax);
    if (verdict === null) return null;
    const [violation] = verdict.violations;
    if (violation === undefined) return "none";
    const { initial, steps } = violation.trace;
    const text = canonicalText(initial);
    const index = system.initials.findIndex((state) => canonicalText(state) === text);
    // A system that has no smaller members may begin in several ways.
    return { drop: drops[index] ?? drops[0] ?? [], initial, steps };
  }

  /** null: it did not come to its end. */
  async #check(system: System, bounds: Bounds, statesMax: number): Promise<Verdict | null> {
    const { property, left, signal } = this.#parts;
    if (left() <= 0 || signal?.aborted === true) return null;
    const verdict = await checkBounded(system, bounds, property, {
      verifyPurity: false,
      elapsedMsMax: Math.max(1, left()),
      ...(statesMax < Number.POSITIVE_INFINITY && { statesMax }),
      ...(signal !== undefined && { signal }),
    });
    this.#states += verdict.states;
    return verdict.outcome === "incomplete" ? null : verdict;
  }
}
