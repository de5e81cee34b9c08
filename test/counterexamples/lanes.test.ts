/** Lanes of traces that hold just anything: nothing of it steers a terminal or breaks a lane. */
import { describe, expect, it, test } from "vitest";
import { renderLanes } from "../../counterexamples/render/lanes.ts";
import { storyOf } from "../../counterexamples/render/story.ts";
import { oddTraces } from "./odd-traces.ts";

describe.each(oddTraces)("%s", (_, trace) => {
  const story = storyOf(trace, null);
  const text = renderLanes(story, { width: 40, colours: false });

  it("has one dot a step, in the lane of its process, where there are processes", () => {
    const hasLanes = trace.steps.some(({ process }) => process !== null);
    const margin = String(trace.steps.length).length + 4;
    const rows = text.split("\n").filter((line) => /^ +\d+ {2}[\u2502\u25CF ]/.test(line));
    const dots = rows.flatMap((row) => {
      const at = row.indexOf("\u25CF");
      return at === -1 ? [] : [(at - margin) / 2];
    });
    expect(dots).toEqual(hasLanes ? story.steps.map(({ actor }) => actor) : []);
  });

  it("holds nothing that steers a terminal", () => {
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});

test("what is violated at the start needs no step", () => {
  const [, trace] = oddTraces[0] ?? [];
  if (trace === undefined) throw new Error("there is no such trace");
  expect(renderLanes(storyOf(trace, null), { width: 80, colours: false }).split("\n")).toEqual([
    "odd: neverEnds is violated",
    "  It goes on",
    "",
    "  It is so at the start.",
  ]);
});
