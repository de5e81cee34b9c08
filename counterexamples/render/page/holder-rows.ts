/**
 * The rows of reference counts, in a page: where the chosen step is, and who holds the cell there,
 * or at the step that is pointed at. The page gets the text of this class: it knows nothing but
 * what its constructor is given.
 */
import type { DomDocument, DomElement, DomPointerEvent } from "./dom.ts";

type Holders = readonly (readonly string[] | null)[];

interface Row {
  readonly holders: Holders;
  readonly chart: DomElement;
  readonly cursor: DomElement;
  readonly words: DomElement;
}

export class HolderRows {
  readonly #rows: readonly Row[];
  #chosen = 0;

  /** `choose` is called with the step that is clicked. */
  constructor(document: DomDocument, all: readonly Holders[], choose: (step: number) => void) {
    this.#rows = all.flatMap((holders, index): Row[] => {
      const row = document.getElementById(`count-${index}`);
      const chart = row?.querySelector("svg");
      const cursor = row?.querySelector(".cursor");
      const words = row?.querySelector(".holders");
      return chart == null || cursor == null || words == null
        ? []
        : [{ holders, chart, cursor, words }];
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

  #stepAt({ chart, holders }: Row, { clientX }: DomPointerEvent): number {
    const { left, width } = chart.getBoundingClientRect();
    const at = Math.floor(((clientX - left) / width) * holders.length);
    return Math.max(0, Math.min(at, holders.length - 1));
  }

  #tell({ holders, words }: Row, step: number): void {
    const now = holders[step] ?? null;
    const last = holders.findLastIndex((each, index) => index < step && each !== null);
    const since = last === step - 1 ? "freed" : `freed in step ${last + 1}`;
    const absence = last === -1 ? "not there yet" : since;
    const count = now?.length === 1 ? "1 reference" : `${now?.length} references`;
    const presence = now?.length === 0 ? "nobody holds it" : `${count}: ${now?.join(", ")}`;
    const who = now === null ? absence : presence;
    words.textContent = `${step === 0 ? "start" : `step ${step}`}: ${who}`;
    words.classList.toggle("gone", now === null);
  }
}
