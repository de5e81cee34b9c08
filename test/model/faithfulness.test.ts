/** docs/model.md says which step stands for which row of the page that the model follows. */
import { expect, test } from "vitest";
import { coverage, faithfulnessTable, rowsOf } from "../../model/faithfulness.ts";
import { omittedRows } from "../../model/omitted-rows.ts";
import { rowsInCells } from "../../model/rows-in-cells.ts";
import { exists, read } from "../tidy/repository.ts";
import { tableIn } from "../model-page.ts";

const page = read("docs/driver.md");

test("the rows of tables, lists and sentences are found", () => {
  const rows = rowsOf(page).map(({ section, row }) => `${section} ${row}`);
  expect(rows).toEqual(expect.arrayContaining(["6.7 U3", "B5 3", "3.1 s2", "A4 G0", "10.5 e"]));
  expect(rows).toContain("3.8 rsgt: object pages");
  expect(rows).toEqual(expect.arrayContaining(["9 H1", "9 H24", "9 R3", "9 V10"]));
  expect(rows.filter((row) => row.startsWith("11"))).toEqual([]);
});

test("every row has a step, a primitive, or a reason to be left out", () => {
  const holes = coverage(page)
    .filter(({ steps, notes }) => steps.length + notes.length === 0)
    .map(({ section, row }) => `${section} ${row ?? "as a whole"}`);
  expect(holes).toEqual([]);
});

test("a note is about a row that exists", () => {
  const rows = coverage(page);
  for (const note of [...rowsInCells, ...omittedRows]) {
    const section = note.section.split(" ").at(-1);
    const meant = rows.filter(
      (each) => each.section === section && (note.row ?? each.row) === each.row,
    );
    expect({ note, rows: meant.length }).not.toEqual({ note, rows: 0 });
  }
});

test("what primitives are said to stand for a row exists", () => {
  for (const { where } of rowsInCells) {
    for (const part of where.split("; ")) {
      const [file = "", ...names] = part.split(" ");
      expect({ file, exists: exists(`model/${file}`) }).toEqual({ file, exists: true });
      for (const name of names) expect(read(`model/${file}`)).toContain(name);
    }
  }
});

test("docs/model.md has the table as the code has it; `npm run docs` writes it", () => {
  expect(tableIn(read("docs/model.md"))).toBe(faithfulnessTable(page));
});
