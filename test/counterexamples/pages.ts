/** Stories to make pages of. */
import { readFileSync, readdirSync } from "node:fs";
import { check } from "../../checker/check.ts";
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { driverCells, otherCells } from "../../cli/driver-cells.ts";
import { driverFrames } from "../../cli/plan.ts";
import { explain } from "../../counterexamples/explain/explain.ts";
import { renderHtml, type HtmlOptions } from "../../counterexamples/render/html.ts";
import { storyOf } from "../../counterexamples/render/story.ts";
import { parseTrace } from "../../counterexamples/trace-file.ts";
import { incrementRace } from "../../examples/increment-race.ts";

const archive = new URL("../../counterexamples/archive/", import.meta.url);

/** The files of all archived traces. */
export const archived = readdirSync(archive).filter((file) => file.endsWith(".json"));

/** The archived trace whose file begins so. */
export function archivedTrace(start: string): Trace {
  const file = archived.find((each) => each.startsWith(start));
  if (file === undefined) throw new Error(`no trace of ${start} is archived`);
  return parseTrace(readFileSync(new URL(file, archive), "utf8"));
}

/** The page of a trace of the driver. */
export function pageOf(trace: Trace, options: Partial<HtmlOptions> = {}): string {
  return renderHtml(storyOf(trace, driverFrames), {
    command: "drmcheck replay x.json",
    hidden: driverFrames,
    cells: driverCells,
    explanation: null,
    ...options,
  });
}

/** The page of the race between two threads, with its explanation. */
export async function racePage(): Promise<string> {
  const system = incrementRace(2) as unknown as System;
  const { violations } = await check(system, { verifyPurity: false });
  const [violation] = violations;
  if (violation === undefined) throw new Error("the race is not violated");
  const { trace } = violation;
  const explanation = await explain(system, trace);
  const command = "drmcheck replay x.json";
  return renderHtml(storyOf(trace, null), {
    command,
    hidden: null,
    cells: otherCells,
    explanation,
  });
}

/** What would break out of elements, attributes and scripts that do not escape it. */
export const breakout = `</script><img src=x onerror="alert(1)">'</style><!--<script>`;

/** A trace that has such text wherever a trace has text. */
export function hostileTrace(): Trace {
  return {
    format: "drmcheck trace",
    version: 3,
    system: `system ${breakout}`,
    scenario: null,
    patches: [`patch ${breakout}`],
    without: [`without ${breakout}`],
    drop: [`drop ${breakout}`],
    words: null,
    seed: 7,
    property: `property ${breakout}`,
    claim: `claim ${breakout}`,
    initial: { cells: [{ refs: [breakout] }], [breakout]: { [breakout]: breakout } },
    steps: [
      {
        action: `action ${breakout}`,
        choice: "cells:0",
        chosen: [breakout],
        process: `process ${breakout}`,
        label: `f: ${breakout}; g: ${breakout}`,
        source: `source ${breakout}`,
        changes: [
          { path: `[${JSON.stringify(breakout)}][${JSON.stringify(breakout)}]`, new: "mended" },
          { path: "cells[0].refs[1]", new: `holder ${breakout}` },
        ],
        reads: [breakout],
        writes: ["cells:0"],
      },
    ],
  };
}
