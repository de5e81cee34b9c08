/**
 * The file that a mutation run writes as it goes, one JSON value a line: a head that says of which
 * model the results are, what the steps of each scenario do, and each mutant that was judged. A run
 * that was interrupted goes on where it ended.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Catalogue } from "../catalogue.ts";
import { UsageError } from "../usage-error.ts";
import type { Judged, Recorded } from "./jobs.ts";

const format = "drmcheck-mutants/1";

type Line =
  | { readonly format: string; readonly model: string }
  | { readonly recorded: Recorded }
  | { readonly judged: Judged };

export class ResultsFile {
  readonly recorded: Map<string, Recorded> = new Map();
  readonly judged: Map<string, Judged> = new Map();
  readonly #path: string;

  /** Reads what is there, or begins a new file. */
  constructor(path: string, model: string) {
    this.#path = path;
    if (!existsSync(path)) {
      this.#write(() => writeFileSync(path, `${JSON.stringify({ format, model })}\n`));
      return;
    }
    const [head, ...lines] = this.#lines();
    if (head === undefined || !("format" in head) || head.format !== format) {
      throw new UsageError(`${path} is no file of mutation results; name another one`);
    }
    if (head.model !== model) {
      throw new UsageError(
        `${path} has results of another model or other specs; remove it, or name another file`,
      );
    }
    for (const line of lines) {
      if ("recorded" in line) this.recorded.set(line.recorded.scenario, line.recorded);
      else if ("judged" in line) this.judged.set(line.judged.mutant.id, line.judged);
    }
  }

  addRecorded(recorded: Recorded): void {
    this.recorded.set(recorded.scenario, recorded);
    this.#append({ recorded });
  }

  addJudged(judged: Judged): void {
    this.judged.set(judged.mutant.id, judged);
    this.#append({ judged });
  }

  #append(line: Line): void {
    this.#write(() => appendFileSync(this.#path, `${JSON.stringify(line)}\n`));
  }

  #write(write: () => void): void {
    try {
      write();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(`${this.#path} cannot be written: ${why}`);
    }
  }

  #lines(): Line[] {
    const texts = readFileSync(this.#path, "utf8").split("\n");
    return texts.flatMap((text): Line[] => {
      if (text === "") return [];
      try {
        return [JSON.parse(text) as Line];
      } catch {
        // The last line of a run that was killed while it wrote.
        return [];
      }
    });
  }
}

/** A word for the model and the specs as they are now: results of others mean nothing for them. */
export function fingerprintOf({ procedures, scenarios, specs }: Catalogue): string {
  const hash = createHash("sha256");
  for (const { name, steps } of procedures) {
    for (const step of steps)
      hash.update(`${name} ${step.label} ${step.follows} ${step.run.toString()}`);
  }
  hash.update(JSON.stringify(scenarios.map(({ name, expected }) => [name, expected])));
  for (const { property } of specs) {
    hash.update(property.id + ("holds" in property ? property.holds.toString() : ""));
  }
  return hash.digest("hex").slice(0, 16);
}
