/** Every citation of docs/driver.md in code points at a section, and a row, that exist. */
import { expect, test } from "vitest";
import { procedures } from "../../model/all-procedures.ts";
import { code, linesWhere, read, shown, type Place } from "./repository.ts";

const page = read("docs/driver.md");

/** By number of a section ("6.7", "B3"): its text, to the next heading that is not below it. */
const sections = new Map<string, string>();
const headings = [...page.matchAll(/^(#{2,3}) ([A-Z]?\d+(?:\.\d+)?)\.? .*$/gm)];
for (const [index, { 1: rank = "", 2: number = "", index: from }] of headings.entries()) {
  const next = headings.slice(index + 1).find(([, each = ""]) => each.length <= rank.length);
  sections.set(number, page.slice(from, next?.index));
}

/** Properties and configurations have ids of the whole page, which may stand beside any section. */
const homeOf: Readonly<Record<string, string>> = { P: "11", L: "11", C: "12" };

/** Whether `row` is in a section: of a table or a list, an item such as "(s1)", or a heading. */
function hasRow(section: string, row: string): boolean {
  const text = sections.get(homeOf[row.charAt(0)] ?? section) ?? "";
  const start = /^\d+$/.test(row)
    ? String.raw`\s*${row}\. `
    : String.raw`(?:\| |### )${row}(?![\w.])`;
  const item = String.raw`\(${row}(?:\.\.\.)?\)`;
  return new RegExp(/^[a-z]/.test(row) ? item : `^${start}`, "m").test(text);
}

/**
 * The parts of a citation that lead nowhere. "5 B5 2; 10.5 a, b" has two sections and three rows.
 */
function brokenParts(citation: string): string[] {
  let section = "";
  return citation.split(/[\s;,]+/).filter((part) => {
    if (/^\d+\.\d+$/.test(part) || section === "" || sections.has(part.replace(/^\d+$/, ""))) {
      section = part;
      return !sections.has(part);
    }
    return !hasRow(section, part);
  });
}

/** "driver.md 6.7 U3", "driver.md 4 A1, A2", "driver.md 3.1, s1 and s2", "driver.md 12, C1". */
const pattern = /driver\.md (\d+(?:\.\d+)?(?:(?:,? | and )[A-Za-z]\d+[ab]?\b)*)/g;

const citations: readonly (Place & { readonly cited: string })[] = linesWhere(
  code.filter((file) => !file.startsWith("test/tidy/")),
  (text) => text.includes("driver.md "),
).flatMap((place) =>
  [...place.text.matchAll(pattern)].map(([, cited = ""]) => ({
    ...place,
    cited: cited.replaceAll(" and ", " "),
  })),
);

test("the page has its fifteen sections, and the rows that the model follows", () => {
  const top = headings.filter(([, rank]) => rank === "##").map(([, , number]) => number);
  expect(top).toEqual(Array.from({ length: 15 }, (_, index) => String(index + 1)));
  const rows: Record<string, readonly string[]> = {
    "4": ["A1", "A8", "G0", "G6"],
    "5": ["B1", "B15", "M0", "M12"],
    "6.2": ["K0", "K15"],
    "6.3": ["D0", "D1a", "D1b", "D6"],
    "6.7": ["U0", "U7"],
    "11": ["P1", "P28", "L1", "L6"],
    "12": ["C1", "C12"],
  };
  for (const [section, ids] of Object.entries(rows)) {
    for (const id of ids) expect(hasRow(section, id), `${section} ${id}`).toBe(true);
  }
});

test("a citation that leads nowhere is found", () => {
  const leads = ["6.7 U3", "5 B5 2; 10.5 a, b", "3.1 s2", "4 A1, A2", "3.2 P16", "5 M10"];
  expect(leads.flatMap(brokenParts)).toEqual([]);
  const wrong = ["6.7 U9", "6.99", "5 B5 77", "10.5 z", "3.2 M7", "11 P99"];
  expect(wrong.flatMap(brokenParts)).toEqual(["U9", "6.99", "77", "z", "M7", "P99"]);
});

test("code cites sections and rows that exist", () => {
  expect(citations.length).toBeGreaterThan(0);
  const broken = citations.filter(({ cited }) => brokenParts(cited).length > 0);
  expect(shown(broken)).toEqual([]);
});

test("every procedure and each of its steps cites a section, and a row that is in it", () => {
  const broken = procedures.flatMap(({ name, source, steps }) => {
    const [, section = source] = /^driver\.md ([^;]*);/.exec(source) ?? [];
    return steps
      .map(({ label, row }) => ({ label, cited: row === null ? section : `${section} ${row}` }))
      .filter(({ cited }) => brokenParts(cited).length > 0)
      .map(({ label, cited }) => `${name}: ${label}: ${cited}`);
  });
  expect(broken).toEqual([]);
});
