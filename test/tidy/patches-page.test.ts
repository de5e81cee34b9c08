/** What docs/patches.md shows is run as a reader would run it, and prints what the page says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.ts";
import { read } from "./repository.ts";

const page = read("docs/patches.md");
const folder = mkdtempSync(join(tmpdir(), "drmcheck-page-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The commands of the page, in order, each with the lines that it shows of the output. */
const shown = [...page.matchAll(/```text\n\$ drmcheck (.*)\n([^]*?)```/g)].map(
  ([, words = "", output = ""]) => ({
    words: words.split(" "),
    lines: output.split("\n").filter((line) => line !== "" && line.trim() !== "..."),
  }),
);

const [, patch = ""] = /```ts\n(.*?)```/s.exec(page) ?? [];
/** The code of a file: what comments say and how it is laid out does not matter. */
const bare = (text: string): string =>
  text
    .replaceAll(/^\s*\/\/.*\n|^\/\*\*[^]*?\*\/\n/gm, "")
    .replaceAll(/\s+/g, "")
    .replaceAll(/,(?=[\]}])/g, "");

/** Counts change with the model, and need not be mended here each time. */
const withoutCounts = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replaceAll(/\d[\d,]*/g, "#").replaceAll(/ +/g, " "));

test("the example goes as the page says", { timeout: 240_000 }, async () => {
  expect(shown.length).toBeGreaterThan(3);
  for (const { words, lines } of shown) {
    const { stdout, stderr } = await runCli(words, { cwd: folder });
    expect(stderr).toBe("");
    const said = withoutCounts(stdout.split("\n"));
    expect(said).toEqual(expect.arrayContaining(withoutCounts(lines)));
    if (words[0] !== "new") continue;
    // From here on with what the page shows, which is what was written.
    const file = join(folder, `${words[2] ?? ""}.ts`);
    expect(bare(patch)).toBe(bare(readFileSync(file, "utf8")));
    writeFileSync(file, patch);
  }
});

test("all that the page says is exported is, and nothing else of the driver", async () => {
  const index = read("index.ts").split("// The driver, ")[1] ?? "";
  const names = [...index.matchAll(/[{,]\s*(?:type )?(\w+)(?: as (\w+))?(?=\s*[,}])/g)].map(
    ([, name = "", alias]) => alias ?? name,
  );
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
});
