/** What people are shown, on terminals of several widths and in pipes. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../checker/json.ts";
import type { Change } from "../../checker/trace.ts";
import { judge } from "../../cli/judgement.ts";
import type { Run } from "../../cli/plan.ts";
import { changeLines } from "../../counterexamples/render/changes.ts";
import { progressLine } from "../../cli/render/progress.ts";
import { layOut, renderConclusion, renderHeading, renderRow } from "../../cli/render/table.ts";
import { renderViolation } from "../../cli/render/trace.ts";
import { value } from "../../counterexamples/render/value.ts";
import { renderVerdict, type Result } from "../../cli/render/verdict.ts";
import { clip, wrap } from "../../counterexamples/render/wrap.ts";
import { terminalOf, type Terminal } from "../../cli/terminal.ts";
import { invariant, system } from "drmcheck";
import { runOf, traceOf, verdictOf } from "./results.ts";

const pipe: Terminal = { colours: false, width: 100, rowWidth: Number.POSITIVE_INFINITY };
const narrow: Terminal = { colours: false, width: 64, rowWidth: 64 };
const colourful: Terminal = { colours: true, width: 100, rowWidth: 100 };

const source = "driver.md 6.7, row U3; drivers/gpu/drm/i915/i915_vma.c, i915_vma_unbind_async()";
const trace = traceOf([
  {
    process: "thread 1",
    label: "i915_vma_unbind_async: reserve two fence slots",
    source,
    chosen: [true],
    changes: [
      { path: "reservations[0].slots", old: 0, new: 2 },
      { path: "vmas[0].resource", old: null, new: "vmaResources:1" },
      { path: "threads[1].stack[2].locals.aRatherLongNameOfSomething", new: "a b", old: "null" },
      { path: "vmas[0].note", old: "gone soon" },
      { path: "sgts[0].refs[1]", old: "objects:0", new: "vmas:0" },
      { path: "sgts[0].refs[2]", old: "vmas:0", new: "user" },
      { path: "requests[1]", old: { kind: "blit", uses: [] }, new: null },
      { path: "requests[0]", old: null, new: { kind: "blit", uses: [], seen: null } },
    ],
  },
  {
    process: "GPU request 1",
    choice: "processes:5",
    label:
      "__memcpy_cb: queue the irq work, or the copy; dma_fence_signal: unlock the fence; " +
      "run the callbacks that were detached, each of them once; gpu_request: retire",
    source: "driver.md 5 B3 3; i915_gem_ttm_move.c __memcpy_cb()",
  },
  { process: "GPU request 1", choice: "processes:5", label: "gpu_request: end", chosen: [1, "a"] },
  { action: "signal", choice: "fences:0", source: "driver.md 3" },
  { action: "wait", choice: { fence: 1 } },
]);
const violation = {
  property: "noUseAfterFree",
  claim: "Nothing freed is used. ".repeat(5).trim(),
  trace,
};

describe("a trace", () => {
  it("is a numbered list of who did what, with citations and changed leaves", async () => {
    await expect(`${renderViolation(violation, runOf(), pipe)}\n`).toMatchFileSnapshot(
      "golden/trace.txt",
    );
  });

  it("fits a narrow terminal", async () => {
    const text = renderViolation(violation, runOf(), narrow);
    await expect(`${text}\n`).toMatchFileSnapshot("golden/trace-64-columns.txt");
  });

  it("is painted on a terminal", async () => {
    const text = renderViolation(violation, runOf(), colourful);
    const visible = text.replaceAll("\u001B", "ESC");
    await expect(`${visible}\n`).toMatchFileSnapshot("golden/trace-painted.txt");
  });

  it("without steps shows the initial state", async () => {
    const text = renderViolation({ ...violation, trace: traceOf([]) }, runOf(), pipe);
    await expect(`${text}\n`).toMatchFileSnapshot("golden/trace-of-no-step.txt");
  });
});

describe("changed leaves", () => {
  it("of an array that only moves over are told as what went in and out", () => {
    const at = (index: number, old?: Json, to?: Json): Change => ({
      path: `a.refs[${index}]`,
      ...(old !== undefined && { old }),
      ...(to !== undefined && { new: to }),
    });
    const texts = (changes: readonly Change[]): string[] =>
      changeLines(changes).map(({ path, text }) => `${path} ${text}`);
    expect(texts([at(0, "x", "y"), at(1, "y", "z"), at(2, "z")])).toEqual(["a.refs - x"]);
    expect(texts([at(0, "x", "y"), at(1, undefined, "x")])).toEqual(["a.refs + y"]);
    expect(texts([at(0, "x", "y"), at(1, "y", "w")])).toEqual(["a.refs + w, - x"]);
    expect(texts([at(0, "x", "y"), at(1, "y", "x")])).toEqual([
      "a.refs[0] x -> y",
      "a.refs[1] y -> x",
    ]);
    expect(texts([at(0, null, "x"), at(1, "x", null)])).toEqual([
      "a.refs[0] null -> x",
      "a.refs[1] x -> null",
    ]);
    expect(texts([at(0, "x"), at(1, "y")])).toEqual([
      "a.refs[0] x -> (none)",
      "a.refs[1] y -> (none)",
    ]);
  });

  it("that the labels tell as well are hidden, and a step is not said to change nothing", () => {
    const frames = /^processes/;
    const step = { changes: [{ path: "processes[0].at", old: 1, new: 2 }] };
    const text = renderViolation(
      { ...violation, trace: traceOf([step, {}]) },
      runOf({ frames }),
      pipe,
    );
    expect(text).toMatch(/Hidden: .*\n\n {2}1 {2}run\n {2}2 {2}run\n {9}nothing changes$/);
  });
});

describe("a verdict", () => {
  const properties = ["a", "b", "c", "d", "e"].map((id) =>
    invariant(id, { claim: id, holds: () => true }),
  );
  const many = system<object>({ name: "many", initial: {}, actions: [], properties });
  const judgedIn = (parts: Partial<Run>): string | undefined => {
    const run = runOf({ system: many, ...parts });
    const judgement = judge(run, verdictOf(), { strict: false });
    const text = renderVerdict({ run, verdict: verdictOf(), judgement }, false, pipe);
    return /Judged: +(.*)/.exec(text)?.[1];
  };

  it("counts what was judged when that is much, and names it when it was asked for", () => {
    const guarded = system<object>({
      name: "guarded",
      initial: {},
      actions: [],
      properties,
      done: () => true,
    });
    expect(judgedIn({})).toBe("5 specs");
    expect(judgedIn({ system: guarded })).toBe("5 specs and the deadlock check");
    expect(judgedIn({ origin: { scenario: null, patches: [], without: [] } })).toBe("5 properties");
    expect(judgedIn({ judged: ["a", "b", "c", "d", "e"] })).toBe("a, b, c, d, e");
    expect(judgedIn({ system: runOf().system })).toBe("noUseAfterFree");
  });
});

describe("the table", () => {
  const lenient = { strict: false };
  const resultOf = (
    name: string,
    verdict: Result["verdict"],
    declared: Result["run"]["declared"],
  ) => {
    const run = runOf({ name, declared, command: `drmcheck check ${name}` });
    return { run, verdict, judgement: judge(run, verdict, lenient) };
  };
  const holds = {
    outcome: "holds",
    finding: null,
    states: 288,
    transitions: 1145,
    depth: 10,
  } as const;
  const violated = verdictOf({ outcome: "violated", violations: [violation] });
  const results: readonly Result[] = [
    resultOf("bind-and-unbind", verdictOf(), holds),
    resultOf("evict", violated, { ...holds, outcome: "violated", finding: "F1" }),
    resultOf("evict-during-capture-of-an-error-state", violated, holds),
    resultOf("shrink", verdictOf({ states: 1_745_408, transitions: 18_507_777 }), holds),
    resultOf("swap", verdictOf({ outcome: "incomplete", bound: "memory" }), holds),
  ];

  it.each([
    ["golden/table.txt", pipe],
    ["golden/table-64-columns.txt", narrow],
  ] as const)("%s", async (golden, terminal) => {
    const layout = layOut(
      results.map((each) => each.run.name),
      terminal,
    );
    const text = [
      renderHeading(layout, terminal),
      ...results.map((each) => renderRow(each, layout, terminal)),
      "",
      renderConclusion(
        results,
        { skipped: ["fini"], missed: ["bothBound"], listed: false },
        terminal,
      ),
    ].join("\n");
    await expect(`${text}\n`).toMatchFileSnapshot(golden);
  });
});

describe("the progress line", () => {
  const progress = {
    states: 1_234_567,
    transitions: 9_999_999,
    depth: 12,
    frontier: 34_567,
    elapsedMs: 3050,
    memoryBytes: 96 * 2 ** 20,
    nearestBound: { bound: "states", used: 0.426 },
  } as const;

  it("is redrawn in place on a terminal, and cut to its width", () => {
    const written: string[] = [];
    const stream = { isTTY: true, columns: 60, write: (text: string) => written.push(text) };
    const line = progressLine(stream, "evict");
    line.show(progress);
    line.show(progress);
    line.clear();
    line.clear();
    const text = "evict  depth 12  1.2M states  405k/s  frontier 34.6k  96...";
    expect(written).toEqual([text, "\r\u001B[2K", text, "\r\u001B[2K"]);
  });

  it("is not shown anywhere else", () => {
    const written: string[] = [];
    progressLine({ write: (text) => written.push(text) }, "evict").show(progress);
    expect(written).toEqual([]);
  });
});

describe("a terminal", () => {
  it("has colours unless they are refused", () => {
    const stream = { isTTY: true, columns: 120 };
    expect(terminalOf(stream, {})).toEqual({ colours: true, width: 120, rowWidth: 120 });
    expect(terminalOf(stream, { NO_COLOR: "1" }).colours).toBe(false);
    expect(terminalOf(stream, { NO_COLOR: "" }).colours).toBe(true);
    expect(terminalOf(stream, { TERM: "dumb" }).colours).toBe(false);
  });

  it("is not there in a pipe, where text is wrapped all the same, but no row is cut", () => {
    expect(terminalOf({}, {})).toEqual(pipe);
  });
});

describe("text", () => {
  it("is wrapped behind its prefix, and clipped", () => {
    expect(wrap("> ", "one two three four five six", 22)).toBe("> one two three four\n  five six");
    expect(wrap("> ", "one two three four five six", 22, 4)).toBe(
      "> one two three four\n    five six",
    );
    expect(wrap("", "null -> { kind: blit, uses: [], seen: null }", 22)).toBe(
      "null -> { kind: blit,\nuses: [], seen: null }",
    );
    expect(wrap("> ", "averyveryverylongwordthatdoesnotfit", 22)).toMatch(/^> a\S+$/);
    expect([clip("short", 5), clip("too long", 6)]).toEqual(["short", "too..."]);
  });

  it("shows values so that no two look alike", () => {
    const values = [
      "idle",
      "very busy",
      "sgts:2",
      "-EIO",
      "null",
      "",
      "1",
      null,
      1,
      [1],
      { a: "b" },
    ];
    expect(values.map(value)).toEqual([
      "idle",
      "very busy",
      "sgts:2",
      '"-EIO"',
      '"null"',
      '""',
      '"1"',
      "null",
      "1",
      "[1]",
      "{ a: b }",
    ]);
  });
});
