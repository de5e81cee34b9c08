/** Bounds end a search in good order, and say so; small and odd systems are no special cases. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { Progress } from "../../checker/options.ts";
import { invariant, witness } from "../../checker/properties.ts";
import { indices } from "../../checker/refs.ts";
import { action, system } from "../../checker/system.ts";
import type { Strategy, Verdict } from "../../checker/verdict.ts";

const strategies: readonly Strategy[] = ["breadth-first", "depth-first"];
const timeout = 120_000;

interface Counters {
  n: number[];
}
/** `count` counters, each of which goes up to `most`: (most + 1) ^ count states. */
const counters = (count: number, most: number) =>
  system<Counters>({
    name: "counters",
    initial: { n: indices(count).map(() => 0) },
    actions: [
      action("up", {
        choices: indices(count),
        guard: (s, i) => s.n[i] < most,
        effect: (s, i) => void s.n[i]++,
      }),
    ],
    properties: [
      invariant("apart", { claim: "", holds: (s) => s.n.some((each) => each < 3) }),
      witness("corner", { claim: "", reached: (s) => s.n.every((each) => each === most) }),
    ],
  });
const huge = counters(9, 9);

describe.each(strategies)("%s", (strategy) => {
  test("statesMax ends a search at exactly so many states", async () => {
    const options = { strategy, properties: ["corner"] };
    const enough = await check(counters(3, 4), { ...options, statesMax: 125 });
    expect(enough).toMatchObject({ outcome: "holds", bound: null, states: 125 });
    const few = await check(counters(3, 4), { ...options, statesMax: 124 });
    expect(few).toMatchObject({ outcome: "incomplete", bound: "states", states: 124 });
    const one = await check(counters(3, 4), { ...options, statesMax: 1 });
    expect(one).toMatchObject({ outcome: "incomplete", bound: "states", states: 1, depth: 0 });
  });

  test("elapsedMsMax ends a search, and the verdict says what was found", { timeout }, async () => {
    const verdict = await check(huge, { strategy, properties: [], elapsedMsMax: 50 });
    expect(verdict).toMatchObject({ outcome: "incomplete", bound: "elapsed" });
    expect(verdict.states).toBeGreaterThan(1);
  });

  test("a search is interrupted before it starts, and while it runs", { timeout }, async () => {
    const already = { strategy, properties: [], signal: AbortSignal.abort() };
    const before = await check(huge, already);
    expect(before).toMatchObject({ outcome: "incomplete", bound: "interrupted" });
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 50);
    const options = { strategy, properties: [], signal: controller.signal };
    const during = await check(huge, options);
    expect(during).toMatchObject({ outcome: "incomplete", bound: "interrupted" });
    expect(during.states).toBeGreaterThanOrEqual(before.states);
  });

  test("memoryBytesMax ends a search with buffers that stay below it", { timeout }, async () => {
    const memoryBytesMax = 20_000_000;
    const verdict = await check(huge, { strategy, properties: [], memoryBytesMax });
    expect(verdict).toMatchObject({ outcome: "incomplete", bound: "memory" });
    expect(verdict.statistics.memoryBytes).toBeLessThanOrEqual(memoryBytesMax);
    expect(verdict.states).toBeGreaterThan(10_000);
  });

  test("every memory bound up to what is needed yields a verdict, and no garbage", async () => {
    const { statistics, states } = await check(counters(4, 5), { strategy, properties: [] });
    for (let part = 1; part <= 40; part++) {
      const memoryBytesMax = Math.ceil(400_000 + (part / 30) * statistics.memoryBytes);
      const verdict = await check(counters(4, 5), { strategy, properties: [], memoryBytesMax });
      if (verdict.outcome === "holds") expect(verdict.states).toBe(states);
      else expect(verdict).toMatchObject({ outcome: "incomplete", bound: "memory" });
    }
  });

  test(
    "progress is reported while the search runs, with the nearest bound",
    { timeout },
    async () => {
      const reports: Progress[] = [];
      const verdict = await check(huge, {
        strategy,
        properties: [],
        elapsedMsMax: 900,
        onProgress: (progress) => reports.push(progress),
      });
      expect(reports.length).toBeGreaterThan(0);
      for (const report of reports) {
        expect(report.states).toBeLessThanOrEqual(verdict.states);
        expect(report.frontier).toBeGreaterThanOrEqual(0);
        expect(report.nearestBound?.used).toBeGreaterThan(0);
      }
      const states = reports.map((report) => report.states);
      expect(states).toEqual(states.toSorted((a, b) => a - b));
    },
  );

  test("two runs yield the same verdict but for times, and it is plain JSON", async () => {
    const one = await check(counters(3, 4), { strategy });
    const other = await check(counters(3, 4), { strategy });
    const timeless = ({ statistics, ...rest }: Verdict): unknown => ({
      ...rest,
      elapsedMs: 0,
      statistics: { ...statistics, statesPerSecond: 0, transitionsPerSecond: 0 },
    });
    expect(timeless(other)).toEqual(timeless(one));
    expect(one.outcome).toBe("violated");
    expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });
});

describe("a depth bound", () => {
  test("that suffices exactly changes nothing; one less cuts", async () => {
    const options = { properties: ["corner"] };
    const enough = await check(counters(2, 3), { ...options, depthMax: 6 });
    expect(enough).toMatchObject({ outcome: "holds", bound: null, depth: 6, states: 16 });
    const less = await check(counters(2, 3), { ...options, depthMax: 5 });
    expect(less).toMatchObject({ outcome: "incomplete", bound: "depth", depth: 5, states: 15 });
    const none = await check(counters(2, 3), { ...options, depthMax: 0 });
    expect(none).toMatchObject({
      outcome: "incomplete",
      bound: "depth",
      states: 1,
      transitions: 0,
    });
    expect(none.coverage[0]).toMatchObject({ fired: 0, enabled: 0, never: true });
  });

  test("of a depth-first search is never taken for proof", async () => {
    const verdict = await check(counters(2, 3), {
      strategy: "depth-first",
      properties: ["corner"],
      depthMax: 5,
    });
    expect(verdict).toMatchObject({ outcome: "incomplete", bound: "depth" });
  });

  test("is judged to its end where there is much beyond", async () => {
    // More than one batch of states at the bound, the last of which is stuck.
    const fan = system<{ at: number; deep: boolean }>({
      name: "fan",
      initial: { at: 0, deep: false },
      actions: [
        action("go", {
          choices: indices(1_000),
          guard: (s) => s.at === 0,
          effect: (s, i) => void (s.at = i + 1),
        }),
        action("on", {
          guard: (s) => s.at > 0 && s.at < 1_000 && !s.deep,
          effect: (s) => void (s.deep = true),
        }),
      ],
      done: (s) => s.deep,
    });
    const { violations } = await check(fan, { depthMax: 1 });
    expect(violations[0]).toMatchObject({ property: "deadlock" });
    expect(violations[0]?.trace.steps).toHaveLength(1);
  });

  test("that cuts in the middle of a level leaves levels and depth that agree", async () => {
    const verdict = await check(counters(3, 4), { properties: [], statesMax: 60 });
    expect(verdict.depth).toBe(verdict.levels.length - 1);
    expect(verdict.levels.reduce((sum, each) => sum + each, 0)).toBe(60);
  });
});

test("a violation in the level in which a bound ends the search is still one", async () => {
  // The states of level 3 are 10; of those with the violation the first comes before the bound.
  const threes = system<Counters>({
    ...counters(3, 4),
    initial: { n: [0, 0, 0] },
    properties: [invariant("low", { claim: "", holds: (s) => s.n[0] < 3 })],
    done: () => true,
  });
  const verdict = await check(threes, { statesMax: 19 });
  expect(verdict).toMatchObject({ outcome: "violated", bound: null });
  expect(verdict.violations[0]?.trace.steps).toHaveLength(3);
});

describe("a process with a small heap", () => {
  const script = fileURLToPath(new URL("./fixtures/endless.ts", import.meta.url));
  const run = promisify(execFile);
  const flags = ["--max-old-space-size=64", "--import", "tsx"];
  const cases = strategies.flatMap((strategy) =>
    ["counter", "list", "wide"].map((name) => ({ name, strategy })),
  );
  test.each(cases)("ends with a verdict: $name, $strategy", { timeout }, async (each) => {
    const { stdout } = await run(process.execPath, [...flags, script, each.name, each.strategy]);
    expect(stdout.trim()).toBe("incomplete: memory");
  });
});
