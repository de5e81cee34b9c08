/** The files of this repository, as the tidy tests see them: what is tracked, or would be. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** What .gitignore names, and git's own folder. */
const ignored = new Set([".git", "node_modules", "dist", "coverage", "bench/results"]);

/** Yields the paths of all files, relative to the root, sorted. */
function list(folder: string = ""): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (ignored.has(path)) return [];
      return entry.isDirectory() ? list(path) : [path];
    })
    .toSorted();
}

export const files: readonly string[] = list();

const codeExtensions = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];

/** Written by people to be run; golden files and fixtures are data of their tests. */
export const code: readonly string[] = files.filter(
  (file) => codeExtensions.includes(extname(file)) && !/^test\/.*\/(golden|fixtures)\//.test(file),
);
export const documents: readonly string[] = files.filter((file) => extname(file) === ".md");

export const read = (file: string): string => readFileSync(join(root, file), "utf8");
export const exists = (path: string): boolean => existsSync(join(root, path));

export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** Yields every line of `paths` that `isWanted` accepts. */
export function linesWhere(
  paths: readonly string[],
  isWanted: (text: string, file: string) => boolean,
): Place[] {
  return paths.flatMap((file) =>
    read(file)
      .split("\n")
      .map((text, index) => ({ file, line: index + 1, text }))
      .filter(({ text }) => isWanted(text, file)),
  );
}

/** Says where, for the message of a failed test: one place a line. */
export const shown = (places: readonly Place[]): string[] =>
  places.map(({ file, line, text }) => `${file}:${line}: ${text.trim()}`);
