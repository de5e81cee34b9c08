/**
 * The chosen step of a page: the hash of the address, keys, buttons and the slider choose it, and
 * all parts of the page show it. The page gets the text of this class: it knows nothing but what
 * its constructor is given.
 */
import type {
  DomDialog,
  DomDocument,
  DomElement,
  DomEvent,
  DomInput,
  DomKeyEvent,
  DomWindow,
} from "./dom.ts";
import type { Wanted } from "./state-tree.ts";

export interface StepperSettings {
  readonly window: DomWindow;
  /** By step, from the start on: what it does. */
  readonly titles: readonly string[];
  /** Shows a step elsewhere. */
  readonly show: (step: number, wanted: Wanted) => void;
}

export class Stepper {
  readonly #settings: StepperSettings;
  readonly #document: DomDocument;
  readonly #slider: DomInput;
  readonly #filter: DomInput;
  readonly #onlyChanged: DomInput;
  readonly #help: DomDialog;
  #step = 0;
  /** Digits typed in a row, and when the last one was. */
  #digits = { text: "", at: 0 };

  constructor(settings: StepperSettings) {
    this.#settings = settings;
    this.#document = settings.window.document;
    this.#slider = this.#find("slider") as DomInput;
    this.#filter = this.#find("filter") as DomInput;
    this.#onlyChanged = this.#find("only-changed") as DomInput;
    this.#help = this.#find("help") as DomDialog;
  }

  /** Listens, and shows the step that the address names, or the first one. */
  start(): void {
    const { window } = this.#settings;
    const click = (id: string, does: () => void): void =>
      this.#find(id).addEventListener("click", does);
    click("to-start", () => this.choose(0));
    click("back", () => this.choose(this.#step - 1));
    click("forth", () => this.choose(this.#step + 1));
    click("to-end", () => this.choose(this.#last));
    click("ask-help", () => this.#help.showModal());
    click("end-help", () => this.#help.close());
    click("theme", () => this.#turnTheme());
    this.#slider.addEventListener("input", () => this.choose(Number(this.#slider.value)));
    this.#filter.addEventListener("input", () => this.#show());
    this.#onlyChanged.addEventListener("input", () => this.#show());
    this.#find("lanes").addEventListener("click", (event) => this.#chooseRow(event));
    this.#document.addEventListener("keydown", (event) => this.#press(event));
    window.addEventListener("hashchange", () => this.#follow());
    this.choose(this.#addressed() ?? Math.min(1, this.#last));
  }

  /** Chooses a step; one that is not there is the nearest one that is. */
  choose(step: number): void {
    this.#step = Math.max(0, Math.min(step, this.#last));
    this.#show();
    try {
      this.#settings.window.history.replaceState(null, "", `#step=${this.#step}`);
    } catch {
      // Some browsers refuse if it is done too often; the next step comes soon.
    }
  }

  /** Goes to the step of a link that was followed, and to where steps are shown. */
  #follow(): void {
    const step = this.#addressed();
    if (step === null) return;
    this.choose(step);
    this.#find("explorer").scrollIntoView();
  }

  #show(): void {
    const step = this.#step;
    const text = this.#filter.value.trim().toLowerCase();
    this.#settings.show(step, { text, onlyChanged: this.#onlyChanged.checked });
    const title = this.#settings.titles[step] ?? "";
    this.#slider.value = String(step);
    this.#slider.setAttribute("aria-valuetext", `step ${step} of ${this.#last}`);
    this.#find("step-number").textContent = String(step);
    this.#find("step-title").textContent = title;
    this.#find("state-head").textContent =
      step === 0 ? "State at the start" : `State after step ${step}`;
    for (const id of ["to-start", "back"]) this.#enable(id, step > 0);
    for (const id of ["forth", "to-end"]) this.#enable(id, step < this.#last);
    this.#markRow(step);
  }

  /** Marks the row of a step, and moves it into view within its box, where it is not. */
  #markRow(step: number): void {
    const lanes = this.#find("lanes");
    const row = this.#document.getElementById(`row-${step}`);
    for (const each of lanes.querySelectorAll('[aria-current="step"]')) {
      each.removeAttribute("aria-current");
    }
    row?.setAttribute("aria-current", "step");
    const box = lanes.getBoundingClientRect();
    const place = row?.getBoundingClientRect();
    if (place === undefined) return;
    // Who takes part stays in view above the steps.
    const top = box.top + (lanes.querySelector(".legend")?.getBoundingClientRect().height ?? 0);
    const isAbove = place.top < top;
    // The violation stands behind the last step, and is seen with it.
    const after = step === this.#last ? (lanes.querySelector(".end") ?? row) : row;
    const last = after?.getBoundingClientRect() ?? place;
    const height = last.top + last.height - place.top;
    const isBelow = place.top + height > box.top + box.height;
    const room = box.top + box.height - top - height;
    if (isAbove || isBelow) lanes.scrollTop += place.top - top - Math.max(0, room / 3);
  }

  #chooseRow({ target }: DomEvent): void {
    const row = (target as DomElement | null)?.closest("[data-step]");
    if (row != null) this.choose(Number(row.getAttribute("data-step")));
  }

  #press(event: DomKeyEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || this.#help.open) return;
    const target = event.target as DomElement | null;
    const isText = target === this.#filter;
    if (isText && event.key === "Escape") this.#filter.blur();
    // Text takes all keys, the slider those that move it.
    if (isText || (target === this.#slider && /^(?:Arrow|Home|End|Page)/.test(event.key))) return;
    if (/^\d$/.test(event.key)) return this.#typeDigit(event.key);
    const does = this.#keys()[event.key];
    if (does === undefined) return;
    event.preventDefault();
    does();
  }

  #keys(): Readonly<Record<string, () => void>> {
    const back = (): void => this.choose(this.#step - 1);
    const forth = (): void => this.choose(this.#step + 1);
    return {
      ArrowLeft: back,
      k: back,
      ArrowRight: forth,
      j: forth,
      Home: () => this.choose(0),
      End: () => this.choose(this.#last),
      "?": () => this.#help.showModal(),
      "/": () => this.#filter.focus(),
    };
  }

  /** Digits that follow each other soon are one number. */
  #typeDigit(digit: string): void {
    const at = Date.now();
    const before = at - this.#digits.at < 1000 ? this.#digits.text : "";
    this.#digits = { text: before + digit, at };
    this.choose(Number(this.#digits.text));
  }

  /** Light if it is dark, and the other way round. */
  #turnTheme(): void {
    const { window } = this.#settings;
    const root = this.#document.documentElement;
    const isPreferred = window.matchMedia("(prefers-color-scheme: dark)").matches;
    const theme = root.getAttribute("data-theme") ?? (isPreferred ? "dark" : "light");
    root.setAttribute("data-theme", theme === "dark" ? "light" : "dark");
  }

  /** The step that the address names. */
  #addressed(): number | null {
    const [, digits] = /^#step=(\d{1,9})$/.exec(this.#settings.window.location.hash) ?? [];
    return digits === undefined ? null : Number(digits);
  }

  #enable(id: string, isOn: boolean): void {
    if (isOn) this.#find(id).removeAttribute("aria-disabled");
    else this.#find(id).setAttribute("aria-disabled", "true");
  }

  get #last(): number {
    return this.#settings.titles.length - 1;
  }

  #find(id: string): DomElement {
    const found = this.#document.getElementById(id);
    if (found === null) throw new Error(`the page lacks #${id}`);
    return found;
  }
}
