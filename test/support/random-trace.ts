/** A random walk through a driver with a bug, of more than two hundred steps: far from plain. */
import type { Trace } from "../../checker/trace.ts";
import { familyOf } from "../../cli/scenario-family.ts";
import type { Family } from "../../counterexamples/minimise/family.ts";
import { PlainRun } from "../../counterexamples/plain-run.ts";
import { Walk } from "../../counterexamples/walk.ts";
import { exec, migrateTo, unbind } from "../../model/operations.ts";
import { ghostKeepsItsFences } from "../../model/patches/ghost-keeps-its-fences.ts";
import { scenario } from "../../model/scenario.ts";
import { nothingLeaks } from "../../specs/nothing-leaks.ts";

/** One object and two threads that do all there is to do, with room for all of it at once. */
const busy = scenario("C1-random", {
  title: "executes, moves there and back, and is unbound, by two threads",
  pools: {
    bos: 10,
    resources: 12,
    tts: 10,
    ioSgts: 9,
    vmaResources: 8,
    bindWorks: 8,
    requests: 16,
    memcpyWorks: 8,
    blocks: 4,
  },
  threads: [
    [exec(), migrateTo("SYSTEM"), exec(), migrateTo("LMEM")],
    [migrateTo("SYSTEM"), unbind(), migrateTo("LMEM"), exec()],
  ],
  expected: null,
  shows: [],
});

/** The scenario with a ghost that keeps its fences, so that they leak. */
export const family: Family = familyOf(busy, {
  patches: [ghostKeepsItsFences],
  without: [],
  drop: [],
  properties: [nothingLeaks.property],
});

/** Whether a stage of minimising searches all smaller scenarios, which is for the proof alone. */
export function isProof(stage: string): boolean {
  return Number(/(\d+) smaller scenarios/.exec(stage)?.[1] ?? 0) > 200;
}

/** A run in which anybody goes next, with the same numbers every time. */
export function randomTrace(seed: number): Trace {
  const system = family.build([]);
  const run = new PlainRun(system);
  const walk = new Walk(system);
  const pick = pseudoRandom(seed);
  for (;;) {
    const ready = run.instances.flatMap((each) => {
      const ways = run.enabledOf(each, walk.state);
      return ways.length === 0 ? [] : [ways];
    });
    const ways = ready[pick(ready.length)];
    const step = ways?.[pick(ways.length)];
    if (step === undefined) break;
    walk.take(step);
  }
  const { id, claim } = nothingLeaks.property;
  const head = { system: system.name, scenario: busy.name, patches: [ghostKeepsItsFences.id] };
  const rest = { without: [], drop: [], words: null, seed, property: id, claim };
  return walk.trace({ ...head, ...rest });
}

/** Yields numbers below what is asked for: a linear congruential generator. */
function pseudoRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
