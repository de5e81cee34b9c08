/**
 * Writes docs/survivors.md from the report of a whole mutation run:
 * `drmcheck mutate --json > report.json; npm run survivors -- report.json`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { format, resolveConfig } from "prettier";
import { survivorsPage, type Report } from "./survivors-page.ts";

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write("npm run survivors -- REPORT: name the JSON report of `drmcheck mutate`\n");
  process.exit(2);
}
const report = JSON.parse(readFileSync(file, "utf8")) as Report;
const page = new URL("../docs/survivors.md", import.meta.url);
const style = await resolveConfig(page);
writeFileSync(page, await format(survivorsPage(report), { ...style, parser: "markdown" }));
