/** Minimising: what comes out is the least there is, as an oracle that walks all runs says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { onlyChild } from "../../counterexamples/minimise/family.ts";
import { checkBounded } from "../../counterexamples/minimise/bounded.ts";
import { minimise } from "../../counterexamples/minimise/minimise.ts";
import type { Size } from "../../counterexamples/minimise/size.ts";
import { Candidates } from "../../counterexamples/minimise/leave-out.ts";
import type { State } from "../../counterexamples/plain-run.ts";
import { replay } from "../../counterexamples/replay.ts";
import { superfluousSteps } from "../support/superfluous.ts";
import { claims, flagCount, flags, least, nothing, rulesOf, walk, type Rule } from "./flags.ts";

const now = "last-is-down";
const somePicks = fc.array(fc.nat(), { maxLength: 60 });
const someClaim = fc.constantFrom(...claims);
const options = { elapsedMsMax: 60_000 };

test("a random walk comes down to the least run there is, and stays there", async () => {
  let minimised = 0;
  await fc.assert(
    fc.asyncProperty(rulesOf(8, 14), somePicks, someClaim, async (rules, picks, claim) => {
      const of = flags(rules, claim);
      const trace = walk(of, picks, claim);
      if (trace === null) return;
      minimised++;
      const found = await minimise(onlyChild(of), trace, options);
      expect(new Set(Object.values(found.proved))).toEqual(new Set([true]));
      expect(found.size).toEqual(least(rules, claim));
      expect(replay(of, found.trace)).toMatchObject({ outcome: "violated" });
      expect((await minimise(onlyChild(of), found.trace, options)).trace).toEqual(found.trace);
      const candidates = new Candidates(of, trace.property, trace.initial as State);
      expect(superfluousSteps(candidates, found.trace.steps)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
  expect(minimised).toBeGreaterThan(100);
}, 120_000);

const last = flagCount - 1;
const raises = (process: number, needs: number, sets: number): Rule => {
  return { process, needs, sets, to: true };
};

test.each<[string, Rule[], number[], Size]>([
  [
    "a longer run without a context switch",
    [raises(0, 0, 1), raises(1, 1, last), raises(0, 1, 2), raises(0, 2, 3), raises(0, 3, last)],
    [0, 0],
    { ...nothing, cells: 10, switches: 0, actors: 1, instances: 4, steps: 4 },
  ],
  [
    "a longer run with a process less",
    [raises(0, 0, 1), raises(1, 1, 2), raises(2, 2, last), raises(0, 2, 3), raises(0, 3, last)],
    [0, 0, 0],
    { ...nothing, cells: 10, switches: 2, actors: 2, instances: 4, steps: 4 },
  ],
])("%s is plainer than the shortest one", async (_, rules, picks, size) => {
  const of = flags(rules, now);
  const trace = walk(of, picks, now);
  if (trace === null) throw new Error("the walk meets no violation");
  expect(trace.steps.length).toBeLessThan(size.steps);
  expect((await minimise(onlyChild(of), trace, options)).size).toEqual(size);
});

test("a bounded system has the runs within the bounds, and no others", async () => {
  const of = flags([raises(0, 0, 1), raises(1, 1, 2), raises(0, 2, last)], now);
  const outcome = async (switches: number, actors: number): Promise<string> =>
    (await checkBounded(of, { switches, actors, instances: 9, cells: 99 }, now)).outcome;
  expect(await outcome(2, 2)).toBe("violated");
  expect(await outcome(1, 2)).toBe("holds");
  expect(await outcome(2, 1)).toBe("holds");
});

test("without time, steps are left out at most, and nothing is proved", async () => {
  const of = flags([raises(0, 0, 1), raises(1, 0, 2), raises(0, 1, last)], now);
  const trace = walk(of, [0, 0, 0, 0], now);
  if (trace === null) throw new Error("the walk meets no violation");
  const found = await minimise(onlyChild(of), trace, { elapsedMsMax: 0 });
  expect(found).toMatchObject({ from: { steps: 3, switches: 2 }, states: 0 });
  expect(found.proved).toMatchObject({ switches: false, actors: false, steps: false });
  expect(replay(of, found.trace)).toMatchObject({ outcome: "violated" });
});
