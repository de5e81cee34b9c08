/** What a patch changes, beside what the scenarios declare of themselves. */
import { describe, expect, it } from "vitest";
import type { Verdict } from "../../checker/verdict.ts";
import type { Run } from "../../cli/plan.ts";
import { renderDifferences, unchangedInWords } from "../../cli/render/differences.ts";
import type { Result } from "../../cli/render/verdict.ts";
import { runOf, traceOf, verdictOf } from "./results.ts";

const pipe = { colours: false, width: 100, rowWidth: Number.POSITIVE_INFINITY };
const numbers = { states: 288, transitions: 1145, depth: 10 };
const holds = { outcome: "holds", finding: null, ...numbers } as const;
const finding = { outcome: "violated", finding: "F1", ...numbers } as const;
const violations = [{ property: "nothing-leaks", claim: "", trace: traceOf([]) }];

const resultOf = (unchanged: Run["unchanged"], parts: Partial<Verdict> = {}): Result => ({
  run: runOf({ unchanged, declared: null }),
  verdict: verdictOf(parts),
  judgement: { status: 0, standing: "holds", finding: null, remarks: [] },
});

describe("differences", () => {
  it("are not looked for where no scenario was changed", () => {
    expect(renderDifferences([resultOf(null)], pipe)).toEqual([]);
    expect(unchangedInWords(runOf())).toBeNull();
  });

  it("are counted, and told by how a scenario ended before and now", () => {
    const results = [
      resultOf(holds),
      resultOf(finding, { outcome: "violated", violations }),
      resultOf(holds, { states: 12, depth: 4 }),
      resultOf(holds, { outcome: "violated", violations }),
      resultOf(finding),
      resultOf(holds, { outcome: "incomplete" }),
    ];
    const [heading, ...rows] = renderDifferences(results, pipe);
    expect(heading).toBe("Beside the unchanged scenarios: 4 differ, 2 do not");
    expect(rows.map((row) => row.replaceAll(/ {2,}/g, "  "))).toEqual([
      "  bind-and-unbind  holds  288 -> 12 states, depth 10 -> 4",
      "  bind-and-unbind  holds -> violates nothing-leaks  288 states, depth 10",
      "  bind-and-unbind  finding F1 -> holds  288 states, depth 10",
      "  bind-and-unbind  holds -> incomplete  288 states, depth 10",
    ]);
  });

  it("of a single run are seen beside what it is without the change", () => {
    expect(unchangedInWords(runOf({ unchanged: holds }))).toBe("holds, 288 states, depth 10");
    expect(unchangedInWords(runOf({ unchanged: finding }))).toMatch(/^finding F1, 288 states/);
  });
});
