/** Writes the parts of the documents that are made from the code: `npm run docs`. */
import { readFileSync, writeFileSync } from "node:fs";
import { faithfulnessTable } from "../model/faithfulness.ts";
import { withTable } from "./model-page.ts";

const page = new URL("../docs/model.md", import.meta.url);
const table = faithfulnessTable(
  readFileSync(new URL("../docs/driver.md", import.meta.url), "utf8"),
);
writeFileSync(page, withTable(readFileSync(page, "utf8"), table));
