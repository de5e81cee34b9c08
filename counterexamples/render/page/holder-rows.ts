/**
 * The rows of reference counts, in a page: where the chosen step is, and who holds the cell there,
 * or at the step that is pointed at. The page gets the text of this class: it knows nothing but
 * what its constructor is given.
 */
import type { Held, PageData } from "./data.ts";
import type { DomDocument, DomElement, DomPointerEvent } from "./dom.ts";

interface Row {
  readonly entries: readonly Held[];
  readonly chart: DomElement;
  readonly cursor: DomElement;
  readonly words: DomElement;
}

export class HolderRows {
  readonly #rows: readonly Row[];
  #chosen = 0;

  readonly #steps: number;

  /** `choose` is called with the step that is clicked. */
  constructor(
    document: DomDocument,
    { holders, steps }: Pick<PageData, "holders" | "steps">,
    choose: (step: number) => void,
  ) {
    this.#steps = steps.length;
    this.#rows = holders.flatMap((entries, index): Row[] => {
      const row = document.getElementById(`count-${index}`);
      const chart = row?.querySelector("svg");
      const cursor = row?.querySelector(".cursor");
      const words = row?.querySelector(".holders");
      return chart == null || cursor == null || words == null
        ? []
        : [{ entries, chart, cursor, words }];
    });
    for (const row of this.#rows) {
      let pointed = 0;
      row.chart.addEventListener("pointermove", (event) => {
        pointed = this.#stepAt(row, event);
        this.#tell(row, pointed);
      });
      row.chart.addEventListener("pointerleave", () => this.#tell(row, this.#chosen));
      row.chart.addEventListener("click", () => choose(pointed));
    }
  }

  choose(step: number): void {
    this.#chosen = step;
    for (const row of this.#rows) {
      row.cursor.setAttribute("x", String(step));
      this.#tell(row, step);
    }
  }

  #stepAt({ chart }: Row, { clientX }: DomPointerEvent): number {
    const { left, width } = chart.getBoundingClientRect();
    const at = Math.floor(((clientX - left) / width) * (this.#steps + 1));
    return Math.max(0, Math.min(at, this.#steps));
  }

  #tell({ entries, words }: Row, step: number): void {
    const [since, holders] = entries.findLast(([from]) => from <= step) ?? [null, null];
    const when = step === 0 ? "start" : `step ${step}`;
    words.textContent = `${when}: ${this.#who(since, holders, step)}`;
    words.classList.toggle("gone", holders === null);
  }

  #who(since: number | null, holders: readonly string[] | null, step: number): string {
    if (since === null) return "not there yet";
    if (holders === null) return since === step ? "freed" : `freed in step ${since}`;
    if (holders.length === 0) return "nobody holds it";
    const count = holders.length === 1 ? "1 holder" : `${holders.length} holders`;
    return `${count}: ${holders.join(", ")}`;
  }
}
