/**
 * What the documents say of the repository is so: links, names of files, commands, and the
 * glossary.
 */
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { code, documents, exists, linesWhere, read, shown } from "./repository.ts";

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/^#+\s+/, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

function isBroken(file: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const where = path === "" ? file : join(dirname(file), path);
  if (!exists(where)) return true;
  if (anchor === undefined) return false;
  const headings = read(where)
    .split("\n")
    .filter((line) => /^#+\s/.test(line));
  return !headings.map(anchorOf).includes(anchor);
}

test("every link within the repository leads somewhere", () => {
  const broken = documents.flatMap((file) =>
    [...read(file).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => ({ file, target }))
      .filter(({ target }) => !/^[a-z]+:/.test(target) && isBroken(file, target)),
  );
  expect(broken).toEqual([]);
});

/**
 * A name in code style that can only be one of our files: it begins with a folder of ours, or is
 * alone.
 */
const fileName =
  /`((?:checker|model|specs|counterexamples|cli|examples|bench|test|docs)\/[\w./-]*|index\.ts)`/g;

test("every file that a document names is there", () => {
  const missing = documents.flatMap((file) =>
    [...read(file).matchAll(fileName)]
      .map(([, path = ""]) => ({ file, path }))
      .filter(({ path }) => !exists(path)),
  );
  expect(missing).toEqual([]);
});

test("every npm script that a document names is there", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = documents.flatMap((file) =>
    [...read(file).matchAll(/npm (?:run )?(start|test(?::\w+)?|(?<=run )[\w:-]+)/g)].map(
      ([, name = ""]) => name,
    ),
  );
  expect(named).toContain("test");
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test("every file of code that a document should show the way to is in docs/architecture.md", () => {
  const page = read("docs/architecture.md");
  const parts = code.filter((file) => /^checker\/(?:search\/)?[\w-]+\.ts$/.test(file));
  // What these say is said by the files that use them.
  const details = ["json", "instances"].map((name) => `checker/${name}.ts`);
  expect(parts.filter((file) => !details.includes(file) && !page.includes(file))).toEqual([]);
});

const [inUse = "", keptForLater = ""] = read("docs/glossary.md").split("## Kept for later");
const wordsIn = (page: string): string[] =>
  [...page.matchAll(/^- \*\*(.+?)\*\*: /gm)].map(([, word = ""]) => word);

test("the glossary has no word twice", () => {
  const words = [...wordsIn(inUse), ...wordsIn(keptForLater)];
  expect(words.length).toBeGreaterThan(30);
  expect(new Set(words).size).toBe(words.length);
});

/**
 * Spellings in code: `step property` is `stepProperty`, `step-property` or `step properties` there.
 */
const spellings = (word: string): RegExp => {
  const stem = word.replace(/[\s-]/g, "[\\s-]?").replace(/y$/, "(?:y|ies)");
  return new RegExp(`(?<![a-z])${stem}(?:e?s)?(?![a-z])`, "i");
};

const text = code
  .filter((file) => !file.startsWith("test/tidy/"))
  .map(read)
  .join("\n");

test.each(wordsIn(inUse))('the word "%s" of the glossary is in use', (word) => {
  expect(spellings(word).test(text)).toBe(true);
});

test("no document of ours speaks of what is not here", () => {
  const pattern = /published-bugs\.md|domain\.md|design\.md|style\.md|\bdossier\b/i;
  const own = [...documents, ...code.filter((file) => !file.startsWith("test/tidy/"))];
  expect(shown(linesWhere(own, (line) => pattern.test(line)))).toEqual([]);
});
