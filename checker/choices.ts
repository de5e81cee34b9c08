/** Enumerates the alternatives of `k.choose` by running a recipe once per combination, like an odometer. */
import type { Json } from "./json.ts";

export class ChoiceScript {
  readonly #picks: { index: number; alternatives: readonly Json[] }[] = [];
  #calls: number = 0;

  /** Starts a run, which replays the picks made so far. */
  begin(): void {
    this.#calls = 0;
  }

  /** Forgets everything, for another recipe. */
  reset(): void {
    this.#picks.length = 0;
    this.#calls = 0;
  }

  choose<Alternative extends Json>(alternatives: readonly Alternative[]): Alternative {
    const call = this.#calls++;
    const known = this.#picks[call];
    if (known !== undefined) return alternatives[known.index] as Alternative;
    this.#picks.push({ index: 0, alternatives });
    return alternatives[0] as Alternative;
  }

  /** What the run that just ended chose, in order. */
  get chosen(): readonly Json[] {
    return this.#picks.map(({ index, alternatives }) => alternatives[index] as Json);
  }

  /** Moves to the next combination; false when there is none. */
  advance(): boolean {
    for (;;) {
      const last = this.#picks.at(-1);
      if (last === undefined) return false;
      if (++last.index < last.alternatives.length) return true;
      this.#picks.pop();
    }
  }
}
