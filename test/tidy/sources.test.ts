/**
 * What every file keeps to, whatever it says. Functions of shipped code are measured by the linter
 * (lint-rules.test.ts).
 */
import { extname } from "node:path";
import { expect, test } from "vitest";
import { code, documents, files, linesWhere, read, shown } from "./repository.ts";

const linesMax = 400;
const columnsMax = 100;
const functionLinesMax = 70;
const binary = [".png", ".gif", ".ico", ".woff2"];
const texts = files.filter((file) => !binary.includes(extname(file)));
/** These name what the others must not contain. */
const others = texts.filter((file) => !file.startsWith("test/tidy/"));

test(`no file of code has more than ${linesMax} lines`, () => {
  const long = code
    .map((file) => ({ file, lines: read(file).split("\n").length - 1 }))
    .filter(({ lines }) => lines > linesMax);
  expect(long).toEqual([]);
});

test(`no line of code has more than ${columnsMax} columns`, () => {
  expect(shown(linesWhere(code, (line) => line.length > columnsMax))).toEqual([]);
});

test(`no line of prose has more than ${columnsMax} columns, except in tables`, () => {
  const isLong = (line: string) =>
    line.length > columnsMax && !line.startsWith("|") && !line.includes("https://");
  expect(shown(linesWhere(documents, isLong))).toEqual([]);
});

/**
 * Functions of `file` with more than `functionLinesMax` lines. Rests on the format that is checked.
 */
function longFunctions(file: string): string[] {
  const lines = read(file).split("\n");
  return lines.flatMap((line, from) => {
    const [, indent = "", head = ""] = /^(\s*)(\S.*(?:=>|\)(?:: [^{]*)?) \{)$/.exec(line) ?? [];
    if (head === "" || /^describe\b|`/.test(head)) return [];
    const to = lines.findIndex((each, at) => at > from && each.startsWith(`${indent}}`));
    const body = lines.slice(from, to + 1).filter((each) => !/^\s*(?:$|\/\/|\/?\*)/.test(each));
    return body.length > functionLinesMax ? [`${file}:${from + 1}: ${body.length} lines`] : [];
  });
}

test(`no function of a test has more than ${functionLinesMax} lines`, () => {
  const tests = code.filter((file) => file.startsWith("test/"));
  expect(tests.flatMap(longFunctions)).toEqual([]);
});

test("no test is left out, and none runs alone", () => {
  const tests = others.filter((file) => file.startsWith("test/"));
  const pattern =
    /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:only|skip|todo)\b|\b[xf](?:it|describe)\(/;
  expect(shown(linesWhere(tests, (line) => pattern.test(line)))).toEqual([]);
});

test("nothing is left to do", () => {
  const pattern = /\b(?:TODO|FIXME|XXX|HACK)\b/;
  expect(shown(linesWhere(others, (line) => pattern.test(line)))).toEqual([]);
});

test("no path of somebody's machine, and nothing outside of the repository", () => {
  const lines = others.filter((file) => file !== "package-lock.json");
  const pattern =
    /(?<![\w.~-])\/(?:home|root|work|Users|private)\/\w|(?:\.\.\/)+shared\b|["'`]\/tmp\//;
  expect(shown(linesWhere(lines, (line) => pattern.test(line)))).toEqual([]);
});

test("every file of code opens with a comment that says what it is", () => {
  const silent = code.filter((file) => !/^(?:#!.*\n)?\/\*\*/.test(read(file)));
  expect(silent).toEqual([]);
});

test("files are text with Unix line ends, and end with one", () => {
  const odd = others.filter((file) => {
    const text = read(file);
    return text !== "" && (text.includes("\r") || !text.endsWith("\n"));
  });
  expect(odd).toEqual([]);
});
