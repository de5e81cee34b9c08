/**
 * Enumerates the alternatives of `k.choose` by running a recipe once per combination, like an
 * odometer.
 */
import type { Json } from "./json.ts";
import { canonicalText, frozenCopy } from "./plain-value.ts";

export class ChoiceScript {
  readonly #picks: { index: number; readonly count: number }[] = [];
  #chosen: Json[] = [];

  /** Starts a run, which replays the picks made so far. */
  begin(): void {
    this.#chosen = [];
  }

  /** Forgets everything, for another recipe. */
  reset(): void {
    this.#picks.length = 0;
    this.#chosen = [];
  }

  /** Yields the alternative that it is the turn of. Throws NotPlain when that is not plain JSON. */
  choose<Alternative extends Json>(alternatives: readonly Alternative[]): Alternative {
    const pick = (this.#picks[this.#chosen.length] ??= { index: 0, count: alternatives.length });
    const alternative = alternatives[pick.index] as Alternative;
    canonicalText(alternative);
    // A copy, since the alternative may be a draft, which does not outlive the run.
    this.#chosen.push(frozenCopy(alternative));
    return alternative;
  }

  /** What the run that just ended chose, in order. */
  get chosen(): readonly Json[] {
    return this.#chosen;
  }

  /** Moves to the next combination; false when there is none. */
  advance(): boolean {
    for (;;) {
      const last = this.#picks.at(-1);
      if (last === undefined) return false;
      if (++last.index < last.count) return true;
      this.#picks.pop();
    }
  }
}
