/**
 * Mermaid diagrams: every line is of a kind that its grammar has, and its texts are what they were
 * once entities are read. That Mermaid draws them was tried with its version 11.
 */
import { describe, expect, it, test } from "vitest";
import { fitLines } from "../../counterexamples/render/fit-lines.ts";
import { renderMermaid } from "../../counterexamples/render/mermaid.ts";
import { storyOf } from "../../counterexamples/render/story.ts";
import type { Trace } from "../../checker/trace.ts";
import { hostile, oddTraces } from "./odd-traces.ts";
import { archivedTrace } from "./pages.ts";

const diagramOf = (trace: Trace): string => renderMermaid(storyOf(trace, null));

const decoded = (text: string): string =>
  text
    .replaceAll(/#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll("\u00A0", " ")
    .replaceAll("\u2192 ", "-> ");

/** A text: no semicolon but that of an entity, no mark, and no word that is a setting. */
const text = String.raw`(?!(?:no)?wrap:)(?:#\d+;|<br/>|(?!style|classDef)[^#;<>&%$\\${"`"}])*`;
const kinds = [
  String.raw`  participant P\d+ as ${text}`,
  String.raw`  Note over P\d+: ${text}`,
  String.raw`  P\d+ -->> P\d+: `,
  String.raw`  rect rgba\(220, 38, 60, 0\.2\)`,
  "  end",
];
const line = new RegExp(`^(?:${kinds.join("|")})$`, "u");

describe.each([...oddTraces, ["a trace of the driver", archivedTrace("O34")] as const])(
  "%s",
  (_, trace) => {
    const [setting, kind, ...lines] = diagramOf(trace).trimEnd().split("\n");

    it("is a sequence diagram of lines that Mermaid knows", () => {
      expect(setting).toMatch(/^%%\{init: \{.*\}\}%%$/);
      expect(kind).toBe("sequenceDiagram");
      expect(lines.filter((each) => !line.test(each))).toEqual([]);
    });

    it("is short enough for Mermaid, and narrow enough for people", () => {
      expect(diagramOf(trace).length).toBeLessThan(50_000);
      const shown = lines.flatMap((each) => decoded(each).split("<br/>"));
      const widths = shown.map((each) => Array.from(each).length);
      expect(Math.max(...widths)).toBeLessThan(60 + "  Note over P29: ".length);
    });
  },
);

test.each(hostile)("text is shown as it is: %j", (given) => {
  const [, trace] = oddTraces[1] ?? [];
  const diagram = diagramOf({ ...trace, property: given } as Trace);
  const [first = "", last = ""] = [...diagram.matchAll(/Note over P0: (.*)/g)].map(
    ([, note = ""]) => note,
  );
  expect(first).toBe("1. f: count<br/>count: 0 \u2192 1");
  const claim = "It goes on.";
  expect(last.split("<br/>").map(decoded)).toEqual([
    ...fitLines(`${given} is violated`, 60, 0),
    claim,
  ]);
});

test("of a run that is too long, the end is left, and it is said", () => {
  const [, trace] = oddTraces.find(([name]) => name === "2,000 steps") ?? [];
  const diagram = diagramOf(trace as Trace);
  const [, skipped] = /Note over P\d: (\d+) steps are left out\n/.exec(diagram) ?? [];
  expect(diagram).toContain(`Note over P0: ${Number(skipped) + 1}. f: count\n`);
  expect(diagram).toContain("2000. f: count");
});
