/**
 * The state at a step as a tree, in a page: cells by collection, what the step changed marked.
 * The page gets the text of this class: it knows nothing but what its constructor is given.
 */
import type { Json } from "../../../checker/json.ts";
import type { DomDetails, DomDocument, DomElement } from "./dom.ts";

type Tree = Readonly<Record<string, Json>>;
/** A value; undefined: there is none. */
type Maybe = Json | undefined;

export interface TreeSettings {
  readonly document: DomDocument;
  /** Where the tree goes. */
  readonly box: DomElement;
  readonly value: (of: Json) => string;
  readonly names: Readonly<Record<string, string>>;
  readonly hidden: RegExp | null;
}

/** What is asked for. */
export interface Wanted {
  /** In lower case; "" is everything. */
  readonly text: string;
  readonly onlyChanged: boolean;
}

/** A value where it is in the state, now and before the step. */
interface Place {
  readonly path: string;
  readonly name: string;
  readonly now: Maybe;
  readonly was: Maybe;
  /** What is asked for named something around it. */
  readonly isWanted: boolean;
  /** It is in a fold, which is enough of them. */
  readonly isInFold: boolean;
}

export class StateTree {
  readonly #settings: TreeSettings;
  /** Paths of folds that were opened, which stay so from step to step. */
  readonly #opened = new Set<string>();
  #wanted: Wanted = { text: "", onlyChanged: false };

  constructor(settings: TreeSettings) {
    this.#settings = settings;
  }

  /** Shows a state, and what it was `before`; the state itself, at the start. */
  show(now: Tree, before: Tree, wanted: Wanted): void {
    this.#wanted = wanted;
    const shown = Object.keys({ ...before, ...now }).flatMap((name) => {
      const cells = this.#cellsOf(name, now[name], before[name]);
      if (cells.length === 0) return [];
      // What is one cell has its name there.
      const isOne = now[name] !== undefined && !Array.isArray(now[name]);
      const head = isOne ? [] : [this.#make("h3", "", name)];
      return [this.#make("section", "collection", ...head, ...cells)];
    });
    const nothing = wanted.onlyChanged && wanted.text === "" ? "It changes nothing." : "No match.";
    this.#settings.box.replaceChildren(
      ...(shown.length > 0 ? shown : [this.#make("p", "empty", nothing)]),
    );
  }

  /** The cells of an array of records; anything else is one cell. */
  #cellsOf(name: string, now: Maybe, was: Maybe): DomElement[] {
    const isCell = (each: Json): boolean =>
      each === null || (typeof each === "object" && !Array.isArray(each));
    const lists = [now, was].filter((each) => Array.isArray(each)) as Json[][];
    if (lists.length === 2 && lists.flat().every(isCell)) {
      const [after = [], before = []] = lists;
      const length = Math.max(after.length, before.length);
      return Array.from({ length }, (_, index) =>
        this.#cell(`${name}:${index}`, {
          path: `${name}[${index}]`,
          now: after[index],
          was: before[index],
        }),
      ).flat();
    }
    return this.#cell(name, { path: name, now, was });
  }

  #cell(name: string, { path, now, was }: Pick<Place, "path" | "now" | "was">): DomElement[] {
    const isThere = (value: Maybe): boolean =>
      value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
    if (!isThere(now) && !isThere(was)) return [];
    const isChanged = !this.#isSame(now, was);
    if (this.#wanted.onlyChanged && !isChanged) return [];
    const called = this.#settings.names[name];
    const isWanted = this.#isAsked(`${name} ${called ?? ""}`);
    const [rows, isTree] = this.#rowsOf({ path, name: "", now, was, isWanted, isInFold: false });
    if (rows.length === 0 && !(isWanted && isTree)) return [];
    const head = this.#make("h4", "", this.#make("code", "", name));
    if (called !== undefined) head.append(" ", this.#make("span", "called", called));
    if (isTree && !isThere(was)) head.append(" ", this.#make("span", "tag new", "new"));
    if (isTree && !isThere(now)) head.append(" ", this.#make("span", "tag freed", "gone"));
    const list = this.#make("ul", "", ...rows);
    return [this.#make("div", isChanged ? "cell changed" : "cell", head, list)];
  }

  /** The rows of a cell: one a field, or a single one. */
  #rowsOf(place: Place): [rows: DomElement[], isTree: boolean] {
    const isTree = this.#isTree(place.now) || this.#isTree(place.was);
    return [isTree ? this.#fieldsOf(place) : this.#field(place), isTree];
  }

  #fieldsOf({ path, now, was, ...around }: Place): DomElement[] {
    const fields = (of: Maybe): Tree =>
      typeof of === "object" && of !== null ? (of as unknown as Tree) : {};
    const [after, before] = [fields(now), fields(was)];
    const isList = Array.isArray(now) || (Array.isArray(was) && !this.#isTree(now));
    return Object.keys({ ...before, ...after }).flatMap((key) => {
      const name = isList ? `[${key}]` : key;
      const inner = isList ? `${path}[${key}]` : `${path}.${key}`;
      return this.#field({ ...around, path: inner, name, now: after[key], was: before[key] });
    });
  }

  #field(place: Place): DomElement[] {
    const { name, now, was } = place;
    const isSame = this.#isSame(now, was);
    if (this.#wanted.onlyChanged && isSame) return [];
    const isWanted = place.isWanted || this.#isAsked(name);
    return this.#row({ ...place, isWanted }, isSame);
  }

  #row(place: Place, isSame: boolean): DomElement[] {
    const { path, name, now, was, isWanted } = place;
    const isTree = this.#isTree(now) || this.#isTree(was);
    if (isTree && !place.isInFold && this.#settings.hidden?.test(path) === true) {
      const rows = this.#fieldsOf({ ...place, isInFold: true });
      if (rows.length === 0) return [];
      return [this.#make("li", "", this.#fold(place, isSame, this.#make("ul", "", ...rows)))];
    }
    const key = name === "" ? [] : [this.#make("span", "key", name), " "];
    if (this.#isTree(now) && !this.#isShort(now, was, isSame)) {
      const rows = this.#fieldsOf(place);
      return rows.length === 0 ? [] : [this.#make("li", "", ...key, this.#make("ul", "", ...rows))];
    }
    const text = [now, was].map((each) => (each === undefined ? "" : this.#text(each)));
    if (!isWanted && !this.#isAsked(text.join(" "))) return [];
    if (isSame) return [this.#make("li", "", ...key, this.#make("span", "", text[0] ?? ""))];
    if (this.#isFlat(now) && this.#isFlat(was)) {
      return [this.#make("li", "differs", ...key, ...this.#members(now, was))];
    }
    const marks = [
      ...(was === undefined ? [] : [this.#make("del", "", text[1] ?? ""), " "]),
      ...(now === undefined ? [] : [this.#make("ins", "", text[0] ?? "")]),
    ];
    return [this.#make("li", "differs", ...key, ...marks)];
  }

  /** The members of a list, those marked that came or went. */
  #members(now: readonly Json[], was: readonly Json[]): (DomElement | string)[] {
    const left = was.map((each) => this.#text(each));
    const kept = now.map((each) => {
      const text = this.#text(each);
      const at = left.indexOf(text);
      if (at !== -1) left.splice(at, 1);
      return this.#make(at === -1 ? "ins" : "span", "", text);
    });
    const gone = left.map((each) => this.#make("del", "", each));
    return [...kept, ...gone].flatMap((each, index) => (index === 0 ? [each] : [", ", each]));
  }

  /** What is hidden elsewhere, behind its name and the first word of each of its parts. */
  #fold({ path, name, now, was }: Place, isSame: boolean, list: DomElement): DomElement {
    const parts = Object.values((now ?? was ?? {}) as object) as unknown[];
    const words = parts.flatMap((part) => {
      const first: unknown = Object.values(part ?? {})[0];
      return typeof first === "string" ? [first] : [];
    });
    const summary = this.#make("summary", "", this.#make("span", "key", name), " ");
    summary.append(words.length > 0 ? words.join(" \u203A ") : `${parts.length} parts`);
    const fold = this.#make("details", isSame ? "" : "differs", summary, list) as DomDetails;
    fold.open = this.#opened.has(path) || this.#wanted.text !== "";
    summary.addEventListener("click", () => {
      if (fold.open) this.#opened.delete(path);
      else this.#opened.add(path);
    });
    return fold;
  }

  /** A record with something in it, or a list of such. */
  #isTree(value: Maybe): boolean {
    if (typeof value !== "object" || value === null) return false;
    if (!Array.isArray(value)) return Object.keys(value).length > 0;
    return (value as Json[]).some((each) => typeof each === "object" && each !== null);
  }

  #isFlat(value: Maybe): value is Json & readonly Json[] {
    return Array.isArray(value) && !this.#isTree(value);
  }

  /** It fits a line, and has no difference inside. */
  #isShort(now: Maybe, was: Maybe, isSame: boolean): boolean {
    return (isSame || was === undefined || was === null) && this.#text(now ?? null).length <= 60;
  }

  #isSame(now: Maybe, was: Maybe): boolean {
    return now === was || JSON.stringify(now) === JSON.stringify(was);
  }

  #isAsked(text: string): boolean {
    return this.#wanted.text === "" || text.toLowerCase().includes(this.#wanted.text);
  }

  #text(value: Json): string {
    return this.#settings.value(value);
  }

  #make(kind: string, className: string, ...nodes: (DomElement | string)[]): DomElement {
    const element = this.#settings.document.createElement(kind);
    if (className !== "") element.className = className;
    element.append(...nodes);
    return element;
  }
}
