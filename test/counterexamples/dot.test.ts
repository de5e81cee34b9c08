/** Graphs for graphviz: what its grammar takes, and graphviz itself where it is installed. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { renderDot } from "../../counterexamples/render/dot.ts";
import { storyOf } from "../../counterexamples/render/story.ts";
import { oddTraces } from "./odd-traces.ts";
import { archivedTrace } from "./pages.ts";

const graphviz = "dot";
const isThere = spawnSync(graphviz, ["-V"]).status === 0;
const where = isThere ? "" : " (left out: there is no dot)";

const traces = [...oddTraces, ["a trace of the driver", archivedTrace("O11")] as const];

/** The labels in graphviz's markup, each of which ends where its brackets do. */
const labelsOf = (graph: string): string[] =>
  [...graph.matchAll(/\[label=<(<table.*?<\/table>)>[,\]]/g)].map(([, label = ""]) => label);

/** Elements that are open at the end, or were closed though another one was open. */
function leftOpen(label: string): string[] {
  return [...label.matchAll(/<(\/?)(\w+)[^<>]*?(\/?)>/g)].reduce<string[]>(
    (open, [, end, name = "", own]) => {
      if (own === "/") return open;
      if (end === "") return [...open, name];
      return open.at(-1) === name ? open.slice(0, -1) : [...open, `/${name}`];
    },
    [],
  );
}

describe.each(traces)("%s", (_, trace) => {
  const graph = renderDot(storyOf(trace, null));
  const labels = labelsOf(graph);

  it("has a box a step, and one for the violation", () => {
    const boxes = [...graph.matchAll(/^ {2}(?:s\d+|violated) \[label=/gm)];
    expect(boxes).toHaveLength(trace.steps.length + 1);
    expect(labels.length).toBeGreaterThan(trace.steps.length);
  });

  it("has labels that are well-formed, with lines that fit", () => {
    expect(labels.flatMap(leftOpen)).toEqual([]);
    const texts = labels.flatMap((label) => label.split(/<br\/>|<\/tr>/));
    const lines = texts.map((line) => line.replaceAll(/<[^<>]*>/g, "").replaceAll(/&[^;]+;/g, "x"));
    expect(lines.filter((line) => Array.from(line).length > 76)).toEqual([]);
    expect(lines.join("")).not.toMatch(/[<>"&\p{Cc}\p{Cs}]/u);
  });
});

describe.skipIf(!isThere)(`graphviz${where}`, { timeout: 60_000 }, () => {
  it.each(traces.filter(([, { steps }]) => steps.length < 1000))("draws %s", (_, trace) => {
    const input = renderDot(storyOf(trace, null));
    const { status, stdout, stderr } = spawnSync(graphviz, ["-Tsvg"], { input, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("is violated");
  });
});
