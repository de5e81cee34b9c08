/**
 * Replaying: every trace that a search yields replays, and a trace that was tampered with does not.
 */
import { expect, test } from "vitest";
import { check } from "../../checker/check.ts";
import type { System } from "../../checker/system.ts";
import type { Trace } from "../../checker/trace.ts";
import { replay } from "../../counterexamples/replay.ts";
import { dieHard } from "../../examples/die-hard.ts";
import { diningPhilosophers } from "../../examples/dining-philosophers.ts";
import { incrementRace } from "../../examples/increment-race.ts";
import { lifetime } from "../../examples/lifetime.ts";
import { patches, scenarios } from "../../model/registry.ts";
import { specs } from "../../specs/index.ts";

const opaque = (system: unknown): System => system as System;

async function traceOf(system: System): Promise<Trace> {
  const { violations } = await check(system, { verifyPurity: false });
  const [first] = violations;
  if (first === undefined) throw new Error(`${system.name} is not violated`);
  return first.trace;
}

const jugs = opaque(dieHard({ small: 3, big: 5 }, 4));

test.each([
  ["water jugs", jugs],
  ["increment race", opaque(incrementRace(3))],
  ["philosophers, a deadlock", opaque(diningPhilosophers(3))],
  ["lifetime with its seeded bug", opaque(lifetime(2, 1, 2, { bindForgetsFence: true }))],
])("the counterexample of %s replays", async (_, system) => {
  expect(replay(system, await traceOf(system))).toMatchObject({ outcome: "violated" });
});

test("a patched driver's counterexample replays, after a round trip through JSON", async () => {
  const patch = patches.find(({ bug }) => bug === "O11");
  const scenario = scenarios.find(({ name }) => name === patch?.scenario);
  if (patch === undefined || scenario === undefined) throw new Error("O11 has no scenario");
  const properties = specs.map(({ property }) => property);
  const system = opaque(scenario.build({ patches: [patch], without: [], properties }));
  const trace = JSON.parse(JSON.stringify(await traceOf(system))) as Trace;
  expect(replay(system, trace)).toMatchObject({ outcome: "violated" });
  const healthy = opaque(scenario.build({ patches: [], without: [], properties }));
  expect(replay(healthy, trace).outcome).toBe("differs");
});

test.each<[string, (trace: Trace) => Trace, RegExp]>([
  ["another start", (trace) => ({ ...trace, initial: { big: 1, small: 0 } }), /no initial state/],
  ["a step left out", (trace) => ({ ...trace, steps: trace.steps.slice(1) }), /changes|enabled/],
  ["the last step left out", (trace) => ({ ...trace, steps: trace.steps.slice(0, -1) }), /holds/],
  [
    "an unknown action",
    (trace) => ({ ...trace, steps: trace.steps.map((step) => ({ ...step, action: "Spill" })) }),
    /no action "Spill"/,
  ],
  [
    "a change that did not happen",
    (trace) => ({ ...trace, steps: trace.steps.map((step) => ({ ...step, changes: [] })) }),
    /where the trace leaves it as it is/,
  ],
  ["an unknown property", (trace) => ({ ...trace, property: "nothing" }), /no property "nothing"/],
])("a trace with %s does not replay, and says why", async (_, tamper, why) => {
  const result = replay(jugs, tamper(await traceOf(jugs)));
  expect(result).toMatchObject({ outcome: "differs", why: expect.stringMatching(why) as string });
});
