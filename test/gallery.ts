/**
 * docs/gallery.md: published bugs as the tool shows them. Each is the trace of the archive, made as
 * plain as can be and explained.
 */
import { format, resolveConfig } from "prettier";
import { renderExplained } from "../cli/explain-trace.ts";
import { driverFrames } from "../cli/plan.ts";
import { runOf } from "../cli/saved-traces.ts";
import { explain } from "../counterexamples/explain/explain.ts";
import { minimise } from "../counterexamples/minimise/minimise.ts";
import { storyOf } from "../counterexamples/render/story.ts";
import type { Patch } from "../model/machine/patch.ts";
import { archived, readTrace } from "./archive.ts";

/** Bugs that are told apart by what goes wrong, from the plainest on. */
const shown: readonly string[] = ["O42", "O15", "O36", "O35", "O20", "O13", "O22", "O26", "O11"];

const page = { width: 96, colours: false, brief: true } as const;

export const galleryFile: URL = new URL("../docs/gallery.md", import.meta.url);

/** Yields the page. */
export async function gallery(): Promise<string> {
  const parts: string[] = [];
  for (const bug of shown) {
    const entry = [...archived].find(([, patch]) => patch.bug === bug);
    if (entry === undefined) throw new Error(`the archive has no trace of ${bug}`);
    parts.push(await exhibit(entry[0], entry[1]));
  }
  const text = [
    "# Gallery",
    "",
    "Published bugs of the driver, put back one at a time, as drmcheck shows them: what goes",
    "wrong, which put was one too many or which two steps raced, and the plainest run that",
    "shows it. The columns are processes. Steps with a full dot tell the bug; what runs between",
    "them is named beside a hollow dot. `npm run gallery` makes this page, and a test makes it",
    "again.",
    "",
    ...parts,
  ].join("\n");
  return format(text, { ...(await resolveConfig(galleryFile)), parser: "markdown" });
}

async function exhibit(file: string, { bug, title, mechanism, id }: Patch): Promise<string> {
  const archivedTrace = readTrace(file);
  const run = await runOf(archivedTrace);
  const { trace, proved } = await minimise(run.family, archivedTrace, { elapsedMsMax: 600_000 });
  if (!Object.values(proved).every(Boolean)) throw new Error(`${file} is not proved to be least`);
  const { system } = await runOf(trace);
  const explanation = await explain(system, trace);
  const story = storyOf(trace, driverFrames);
  return [
    `## ${bug}: ${title}`,
    "",
    mechanism,
    "",
    "```text",
    `$ drmcheck check --patch ${id} --save traces`,
    `$ drmcheck minimise traces/...json`,
    `$ drmcheck explain --brief traces/...min.json`,
    renderExplained(story, explanation, page),
    "```",
    "",
  ].join("\n");
}
