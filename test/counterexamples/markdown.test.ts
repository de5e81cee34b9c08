/** Markdown: one list item a step whatever is in it, and lines that a mail can have. */
import { describe, expect, it } from "vitest";
import { driverFrames } from "../../cli/plan.ts";
import { renderMarkdown } from "../../counterexamples/render/markdown.ts";
import { storyOf } from "../../counterexamples/render/story.ts";
import { oddTraces } from "./odd-traces.ts";
import { archivedTrace } from "./pages.ts";

describe.each([...oddTraces, ["a trace of the driver", archivedTrace("O11")] as const])(
  "%s",
  (_, trace) => {
    const text = renderMarkdown(storyOf(trace, null), "drmcheck replay x.json");
    const [list = ""] = text.split("## Diagram");
    const lines = list.split("\n");

    it("has an item a step, and what belongs to it begins where its text does", () => {
      const numbers = lines.flatMap((line) => /^(\d+)\. /.exec(line)?.[1] ?? []);
      expect(numbers).toEqual(trace.steps.map((_step, index) => String(index + 1)));
      let margin = 0;
      for (const line of lines.slice(lines.indexOf("## Steps") + 1)) {
        margin = /^\d+\. /.exec(line)?.[0].length ?? (line.startsWith("**") ? 0 : margin);
        const begin = line.search(/\S/);
        if (begin > 0) expect([margin, margin + 2]).toContain(begin);
      }
    });

    it("has no line that begins a block of its own", () => {
      const others = lines.filter((line) => !/^(?:#+ |\*\*|\d+\. | *- `|$)/.test(line));
      const begins = others.filter((line) => /^ *(?:[-+*>#=~|<]|`{3}|\d+[.)])/.test(line));
      expect(begins).toEqual([]);
    });

    it("holds the diagram in a fence that nothing in it ends", () => {
      const fences = text.split("\n").filter((line) => /^ {0,3}`{3}/.test(line));
      expect(fences).toEqual(["```mermaid", "```"]);
    });
  },
);

it("has lines of 76 columns at most", () => {
  const text = renderMarkdown(
    storyOf(archivedTrace("O11"), driverFrames),
    "drmcheck replay x.json",
  );
  const [list = ""] = text.split("## Diagram");
  expect(list.split("\n").filter((line) => line.length > 76)).toEqual([]);
});
