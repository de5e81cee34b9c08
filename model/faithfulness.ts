/**
 * The faithfulness table: each row of docs/driver.md, the steps that stand for it, and why none
 * does where none does. It is made from the citations of the steps, so it cannot say more than the
 * code.
 */
import { procedures } from "./all-procedures.ts";
import { omittedRows } from "./omitted-rows.ts";
import { pinnedTables } from "./shmem-helper/pinned-tables.ts";
import type { AnyProcedure, Step } from "./machine/procedure.ts";
import { rowsInCells } from "./rows-in-cells.ts";

/** One row of the page: of a table, of a numbered list, or a section that has neither. */
export interface PageRow {
  /** The innermost section: "6.7", "B3". */
  readonly section: string;
  /** "U3", "2", or the first cells of a table without ids; null: the section as a whole. */
  readonly row: string | null;
  /** What the page says there, in short. */
  readonly text: string;
}

/** What stands for a row. Nothing at all is a hole in the model. */
export interface Covered extends PageRow {
  /** Steps, each "procedure: label". */
  readonly steps: readonly string[];
  /** Where else it is modelled, or why it is not. */
  readonly notes: readonly string[];
}

interface Section {
  readonly number: string;
  readonly title: string;
  /** The numbers of the sections around it, outermost first. */
  readonly within: readonly string[];
  readonly lines: readonly string[];
}

/** The sections whose rows the model follows. */
const followed = /^(?:[3-9]|10)$/;

function sectionsOf(page: string): Section[] {
  const sections: { number: string; title: string; within: string[]; lines: string[] }[] = [];
  let top = "";
  for (const line of page.split("\n")) {
    const heading = /^(#{2,3}) ([A-Z]?\d+(?:\.\d+)?)\.? (.*)$/.exec(line);
    if (heading !== null) {
      const [, rank = "", number = "", title = ""] = heading;
      if (rank === "##") top = number;
      sections.push({ number, title, within: rank === "##" ? [] : [top], lines: [] });
    } else sections.at(-1)?.lines.push(line);
  }
  return sections.filter(({ number, within }) => followed.test(within[0] ?? number));
}

/** Yields every row of the page that the model has to answer for, in order. */
export function rowsOf(page: string): PageRow[] {
  return sectionsOf(page).flatMap((section) => {
    const { number, title, lines } = section;
    const rows = [
      ...tableRows(number, lines),
      ...listRows(number, lines),
      ...inlineRows(number, lines),
    ];
    const text = lines.some((line) => line.trim() !== "") ? title : "";
    if (rows.length > 0 || text === "") return rows;
    return [{ section: number, row: null, text: title }];
  });
}

const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(" | ")
    .map((cell) => cell.trim());

function tableRows(section: string, lines: readonly string[]): PageRow[] {
  const body = lines.filter(
    (line, index) => line.startsWith("| ") && lines[index + 1]?.startsWith("| ---") !== true,
  );
  return body
    .filter((line) => !line.startsWith("| ---"))
    .map((line) => {
      const [first = "", second = ""] = cellsOf(line);
      const id = /^([A-Z]\d+[ab]?)(?: \(\w+\))?$/.exec(first)?.[1];
      return id === undefined
        ? { section, row: `${first}: ${second}`, text: "" }
        : { section, row: id, text: second };
    });
}

function listRows(section: string, lines: readonly string[]): PageRow[] {
  return lines.flatMap((line) => {
    const [, row, text = ""] = /^(\d+)\. (.*)$/.exec(line) ?? [];
    return row === undefined ? [] : [{ section, row, text }];
  });
}

/** Items within a sentence: "(s1)", "(r1)", "(a)". */
function inlineRows(section: string, lines: readonly string[]): PageRow[] {
  const ids = new Set<string>();
  for (const [, id = ""] of lines.join(" ").matchAll(/\(([a-z]\d|[a-e])(?:\.\.\.)?\)/g))
    ids.add(id);
  return ids.size < 2 ? [] : [...ids].map((row) => ({ section, row, text: "" }));
}

/** The sections and rows that a citation names: "5 B5 2; 10.5 a, b" names three rows. */
function citedBy(citation: string, page: readonly PageRow[]): PageRow[] {
  const found: PageRow[] = [];
  let sections: string[] = [];
  for (const part of citation.split(/[\s;,]+/)) {
    const asSection = page.filter(({ section }) => section === part);
    if (asSection.length > 0 && !/^\d+$/.test(part)) {
      sections = [part];
      found.push({ section: part, row: null, text: "" });
    } else if (/^\d+(?:\.\d+)?$/.test(part) && sections.length === 0) {
      sections = sectionsWithin(part, page);
      found.push({ section: part, row: null, text: "" });
    } else {
      found.push(...page.filter(({ section, row }) => sections.includes(section) && row === part));
    }
  }
  return found;
}

/** "5" stands for B1 to B15 as well. */
const tops: Readonly<Record<string, RegExp>> = { "4": /^(?:4|A\d+)$/, "5": /^(?:5|B\d+)$/ };
function sectionsWithin(number: string, page: readonly PageRow[]): string[] {
  const within = tops[number] ?? new RegExp(`^${number.replace(".", String.raw`\.`)}(?:\\.|$)`);
  return [...new Set(page.map(({ section }) => section))].filter((each) => within.test(each));
}

type Text = Pick<AnyProcedure, "name" | "source"> & { steps: readonly Step<object, unknown>[] };

/** The steps that revisions add, each as part of the procedure that it changes. */
function revised(): Text[] {
  return pinnedTables.edits.flatMap((edit) => {
    const [place, steps] =
      "replace" in edit
        ? [edit.replace, edit.by]
        : "before" in edit
          ? [edit.before, edit.insert]
          : "after" in edit
            ? [edit.after, edit.insert]
            : ["", []];
    const name = place.slice(0, place.indexOf(":"));
    const base = procedures.find((each) => each.name === name);
    if (base === undefined) return [];
    return [{ name: `${name}, ${pinnedTables.id}`, source: base.source, steps }];
  });
}

/** Yields every row of the page with what stands for it. */
export function coverage(page: string): Covered[] {
  const rows = rowsOf(page);
  const steps = new Map<string, string[]>();
  const keyOf = ({ section, row }: PageRow): string => `${section} ${row ?? ""}`;
  const byName = procedures.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, source, steps: own } of [...byName, ...revised()]) {
    const section = /^driver\.md ([^;]*);/.exec(source)?.[1] ?? "";
    for (const { label, row } of own) {
      for (const cited of citedBy(row === null ? section : `${section} ${row}`, rows)) {
        const list = steps.get(keyOf(cited)) ?? [];
        if (!list.includes(`${name}: ${label}`)) list.push(`${name}: ${label}`);
        steps.set(keyOf(cited), list);
      }
    }
  }
  return rows.map((row) => ({
    ...row,
    steps: steps.get(keyOf(row)) ?? [],
    notes: [
      ...rowsInCells.filter((each) => isSame(each, row)).map(({ where }) => where),
      ...omittedRows.filter((each) => isSame(each, row)).map(({ why }) => `left out: ${why}`),
    ],
  }));
}

/** Notes name sections as citations do: "5 B11" for B11. */
function isSame(note: { section: string; row: string | null }, { section, row }: PageRow): boolean {
  return note.section.split(" ").at(-1) === section && (note.row === row || note.row === null);
}

/** Yields the table as Markdown: a heading a section, a line a row. */
export function faithfulnessTable(page: string): string {
  const titles = new Map(sectionsOf(page).map(({ number, title }) => [number, title]));
  const lines: string[] = [];
  let section = "";
  for (const each of coverage(page)) {
    if (each.section !== section) {
      section = each.section;
      lines.push("", `### ${section} ${titles.get(section) ?? ""}`, "");
      lines.push("| Row | What stands for it |", "| --- | --- |");
    }
    lines.push(`| ${each.row ?? "all"} | ${answer(each)} |`);
  }
  return lines.join("\n").trim();
}

/** "`procedure`: label, label; `other`: label". */
function answer({ steps, notes }: Covered): string {
  const labels = new Map<string, string[]>();
  for (const step of steps) {
    const cut = step.indexOf(": ");
    const name = step.slice(0, cut);
    labels.set(name, [...(labels.get(name) ?? []), step.slice(cut + 2)]);
  }
  const named = [...labels].map(([name, own]) => `\`${name}\`: ${own.join(", ")}`);
  if (named.length + notes.length === 0) return "**not modelled yet**";
  return [...named, ...notes].join("; ").replaceAll("|", "\\|");
}
