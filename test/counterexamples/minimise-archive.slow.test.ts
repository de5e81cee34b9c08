/** The traces of all published bugs come down to what is proved to be least, and stay there. */
import { expect, test } from "vitest";
import { runOf } from "../../cli/saved-traces.ts";
import { Candidates } from "../../counterexamples/minimise/leave-out.ts";
import { minimise } from "../../counterexamples/minimise/minimise.ts";
import { isLess } from "../../counterexamples/minimise/size.ts";
import type { State } from "../../counterexamples/plain-run.ts";
import { replay } from "../../counterexamples/replay.ts";
import { archived, readTrace } from "../archive.ts";
import { superfluousSteps } from "../support/superfluous.ts";

const options = { elapsedMsMax: 300_000 };

test.each([...archived.keys()])("%s", { timeout: 700_000 }, async (file) => {
  const given = readTrace(file);
  const { family } = await runOf(given);
  const { trace, from, size, proved } = await minimise(family, given, options);
  expect(Object.entries(proved).filter(([, isProved]) => !isProved)).toEqual([]);
  expect(trace.property).toBe(given.property);
  expect(isLess(from, size)).toBe(false);
  const run = await runOf(trace);
  expect(replay(run.system, trace)).toMatchObject({ outcome: "violated" });
  const candidates = new Candidates(run.system, trace.property, trace.initial as State);
  expect(superfluousSteps(candidates, trace.steps)).toEqual([]);
  const again = await minimise(run.family, trace, options);
  expect(again.trace).toEqual(trace);
});
