/** What a verdict means for the exit status, beside what a scenario declares of itself. */
import { describe, expect, it } from "vitest";
import { gravest } from "../../cli/exit-status.ts";
import { judge } from "../../cli/judgement.ts";
import { runOf, verdictOf } from "./results.ts";

const finding = {
  declared: { outcome: "violated", finding: "F1", states: 288, transitions: 1145, depth: 10 },
} as const;
const lenient = { strict: false };
const missed = [
  { property: "evicted", claim: "It is evicted", reached: false, depth: null, states: 0 },
];

describe("an unchanged scenario", () => {
  it("that yields what it declares counts as 0", () => {
    expect(judge(runOf(), verdictOf(), lenient)).toMatchObject({ standing: "holds", status: 0 });
  });

  it("that shows a recorded finding counts as 0, and as 1 under --strict", () => {
    const verdict = verdictOf({ outcome: "violated" });
    const judged = judge(runOf(finding), verdict, lenient);
    expect(judged).toMatchObject({ standing: "finding", finding: "F1", status: 0 });
    expect(judge(runOf(finding), verdict, { strict: true })).toMatchObject({ status: 1 });
  });

  it("that is violated though it should hold counts as 1, and says that this is new", () => {
    const judged = judge(runOf(), verdictOf({ outcome: "violated" }), lenient);
    expect(judged).toMatchObject({ standing: "violated", status: 1 });
    expect(judged.remarks).toEqual(["This scenario is declared to hold: the violation is new."]);
  });

  it("whose finding is gone, or whose counts differ, counts as 2", () => {
    const gone = judge(runOf(finding), verdictOf(), lenient);
    expect(gone).toMatchObject({ standing: "deviates", status: 2 });
    expect(gone.remarks).toEqual([
      "This scenario is declared to be violated (finding F1), but it holds now.",
    ]);
    const other = judge(runOf(), verdictOf({ states: 289, depth: 11 }), lenient);
    expect(other).toMatchObject({ standing: "deviates", status: 2 });
    expect(other.remarks).toEqual([
      "This scenario has changed: states are declared as 288, found 289.",
      "This scenario has changed: depth is declared as 10, found 11.",
    ]);
  });

  it("is not compared where a bound or the strategy accounts for the difference", () => {
    const verdict = verdictOf({ states: 289 });
    expect(judge(runOf(), verdict, { ...lenient, depthMax: "99" }).status).toBe(0);
    const deeper = verdictOf({ strategy: "depth-first", depth: 100 });
    expect(judge(runOf(), deeper, lenient).status).toBe(0);
    const other = verdictOf({ strategy: "depth-first", states: 289 });
    expect(judge(runOf(), other, lenient).status).toBe(2);
  });

  it("need not reach the witnesses that others are there to show", () => {
    expect(judge(runOf(), verdictOf({ witnesses: missed }), lenient).status).toBe(0);
  });

  it("that does not reach what it is there to show counts as 2, and says so", () => {
    const run = runOf({ shows: ["evicted"] });
    const unreached = judge(run, verdictOf({ witnesses: missed }), lenient);
    expect(unreached).toMatchObject({ standing: "deviates", status: 2 });
    expect(unreached.remarks).toEqual([
      "This scenario has changed: it does not reach evicted, which it is there to show.",
    ]);
    const found = verdictOf({ witnesses: missed.map((each) => ({ ...each, reached: true })) });
    expect(judge(run, found, lenient).status).toBe(0);
    const bounded = { ...lenient, depthMax: "99" };
    expect(judge(run, verdictOf({ witnesses: missed }), bounded).status).toBe(0);
  });
});

describe("any run", () => {
  it("that was cut counts as 3, whatever it declares, and says by what", () => {
    const cut = (bound: "states" | "memory" | "interrupted"): string | undefined => {
      const verdict = verdictOf({ outcome: "incomplete", bound });
      const judged = judge(runOf(finding), verdict, { ...lenient, statesMax: "1000" });
      expect(judged).toMatchObject({ standing: "incomplete", status: 3 });
      return judged.remarks[0];
    };
    expect(cut("states")).toContain("was cut by --states-max 1000: what lies beyond");
    expect(cut("memory")).toContain("was cut for want of memory; --memory-max sets how much");
    expect(cut("interrupted")).toContain("was interrupted: what lies beyond");
  });

  it("that misses a witness counts as 3 where it must reach it", () => {
    const run = runOf({ declared: null, mustReach: true });
    const judged = judge(run, verdictOf({ witnesses: missed }), lenient);
    expect(judged).toMatchObject({ standing: "witness missed", status: 3 });
  });

  it("that is violated counts as 1 where nothing is declared", () => {
    const verdict = verdictOf({ outcome: "violated" });
    expect(judge(runOf({ declared: null }), verdict, lenient).status).toBe(1);
  });
});

describe("several runs", () => {
  it("count as the gravest of them", () => {
    expect([[], [0, 0], [0, 3], [3, 1, 0], [1, 2, 3]].map(gravest)).toEqual([0, 0, 3, 1, 2]);
  });
});
