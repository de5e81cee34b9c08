/** Where a step is written: the file and line of the model. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const model = fileURLToPath(new URL("../../model/", import.meta.url));
const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";

let files: Map<string, string[]> | null = null;

function filesOfModel(): Map<string, string[]> {
  files ??= new Map(
    readdirSync(model, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(extension))
      .map((name) => [name, readFileSync(join(model, name), "utf8").split("\n")]),
  );
  return files;
}

/** Yields "model/procedures/vma-bind.ts:87", or null where the text is not at hand. */
export function sourceLineOf(procedure: string, label: string): string | null {
  for (const [name, lines] of filesOfModel()) {
    const head = lines.findIndex((line) => line.includes(`"${procedure}"`));
    if (head < 0) continue;
    const line = lines.findIndex((text, at) => at > head && text.includes(`"${label}"`));
    if (line >= 0) return `model/${name}:${line + 1}`;
  }
  return null;
}
