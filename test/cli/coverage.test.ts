/** What runs have exercised, counted and told. */
import { describe, expect, it } from "vitest";
import type { Scenario, Spec } from "../../cli/catalogue.ts";
import { premisesIn, premisesInAll, premisesOf, stepsIn } from "../../cli/coverage.ts";
import { judge } from "../../cli/judgement.ts";
import { renderConclusion } from "../../cli/render/table.ts";
import { renderVerdict, type Result } from "../../cli/render/verdict.ts";
import type { Terminal } from "../../cli/terminal.ts";
import { runOf, verdictOf } from "./results.ts";

const pipe: Terminal = { colours: false, width: 100, rowWidth: Number.POSITIVE_INFINITY };
const narrow: Terminal = { colours: false, width: 64, rowWidth: 64 };

const holds = { outcome: "holds", finding: null, transitions: 1145, depth: 10 } as const;
const scenarios = [
  { name: "evict", shows: ["allFreed", "tied"], expected: { ...holds, states: 288 } },
  { name: "shrink", shows: ["allFreed", "bothBound", "tied"], expected: { ...holds, states: 9 } },
  {
    name: "swap",
    shows: ["allFreed", "bothBound", "tied"],
    expected: { ...holds, outcome: "violated", states: 1 },
  },
  { name: "huge", shows: [], expected: null },
] as unknown as readonly Scenario[];
const specs = [
  { property: { id: "noLeak" }, witness: { id: "allFreed" } },
  { property: { id: "noUseAfterFreeOfPageTables" }, witness: { id: "bothBound" } },
  { property: { id: "noTie" }, witness: { id: "tied" } },
] as unknown as readonly Spec[];
const premises = premisesOf(specs, scenarios);

const witnessed = (counts: readonly [string, number][]) =>
  counts.map(([property, states]) => {
    const reached = states > 0;
    return { property, claim: "", reached, depth: reached ? 3 : null, states };
  });
const use = (label: string, ran: boolean, waited: boolean, canWait = waited) => {
  return { procedure: "i915_vma_unbind", label, ran, waited, canWait };
};
const steps = [
  use("lock vm->mutex", true, true),
  use("unlock vm->mutex", true, false),
  use("wait: for the fence", true, false, true),
  use("wait for a signal", false, true),
  { ...use("release the rather long and winding list of what is left", false, false) },
  { ...use("free", false, false), procedure: "i915_vma_free" },
];
const run = runOf({
  name: "evict",
  origin: { scenario: "evict", patches: [], without: [] },
  shows: ["allFreed", "tied"],
  premises,
  steps,
});
const verdict = verdictOf({
  witnesses: witnessed([
    ["allFreed", 1],
    ["bothBound", 0],
    ["tied", 1234],
  ]),
});
const result: Result = { run, verdict, judgement: judge(run, verdict, { strict: false }) };

describe("premises", () => {
  it("name the scenarios that are known to exercise them, smallest first", () => {
    expect(premises.map(({ exercisedBy }) => exercisedBy)).toEqual([
      ["shrink", "evict", "swap"],
      ["shrink", "swap"],
      ["shrink", "evict", "swap"],
    ]);
  });

  it("are counted by states in a run, and by runs in several", () => {
    expect(premisesIn(result).map(({ heldIn }) => heldIn)).toEqual([1, 0, 1234]);
    const other = { run, verdict: { witnesses: witnessed([["allFreed", 7]]) } };
    const all = premisesInAll([result, other]).map(({ witness, heldIn }) => [witness, heldIn]);
    expect(all).toEqual([
      ["allFreed", 2],
      ["bothBound", 0],
      ["tied", 1],
    ]);
  });
});

describe("steps", () => {
  it("are told apart by whether they ran, and had to wait", () => {
    expect(stepsIn([run])).toEqual({
      total: 6,
      neverRan: [
        "i915_vma_unbind: wait for a signal",
        "i915_vma_unbind: release the rather long and winding list of what is left",
        "i915_vma_free: free",
      ],
      onlyWaited: ["i915_vma_unbind: wait for a signal"],
      neverWaited: ["i915_vma_unbind: wait: for the fence"],
    });
  });

  it("of several runs are exercised when they are in one of them", () => {
    const other = { ...run, steps: [use("wait for a signal", true, false, true)] };
    expect(stepsIn([run, other])).toMatchObject({ total: 6, onlyWaited: [] });
    expect(stepsIn([{ ...run, steps: null }])).toBeNull();
  });
});

describe("a pass", () => {
  it.each([
    ["golden/pass.txt", false, pipe],
    ["golden/pass-64-columns.txt", true, narrow],
  ] as const)("%s", async (golden, listed, terminal) => {
    const text = renderVerdict(result, listed, terminal);
    await expect(`${text}\n`).toMatchFileSnapshot(golden);
  });

  it("of several runs says what none of them has exercised", async () => {
    const closing = { skipped: [], missed: ["bothBound"], listed: true };
    const text = renderConclusion([result, result], closing, pipe);
    await expect(`${text}\n`).toMatchFileSnapshot("golden/passes.txt");
    const lost = { ...result, judgement: { ...result.judgement, standing: "violated" as const } };
    expect(renderConclusion([result, lost], closing, pipe)).not.toContain("exercised");
  });
});
