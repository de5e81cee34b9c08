/** A random walk of the driver comes down to its core before any proof begins. */
import { expect, test } from "vitest";
import { minimise } from "../../counterexamples/minimise/minimise.ts";
import { replay } from "../../counterexamples/replay.ts";
import { family, isProof, randomTrace } from "../support/random-trace.ts";

test("a random walk of over 200 steps comes down to one move and who sees it through", async () => {
  const trace = randomTrace(2);
  expect(trace.steps.length).toBeGreaterThan(200);
  expect(replay(family.build([]), trace)).toMatchObject({ outcome: "violated" });
  const controller = new AbortController();
  const {
    size,
    dropped,
    trace: core,
  } = await minimise(family, trace, {
    elapsedMsMax: 600_000,
    signal: controller.signal,
    onStage: (stage) => {
      if (isProof(stage)) controller.abort();
    },
  });
  // The thread begins one move; the blit runs and its irq work signals; the thread goes on, and
  // leaves the ghost; the object is freed by its worker.
  expect(size).toMatchObject({ operations: 1, actors: 4, switches: 4, injections: 0 });
  expect(core.steps.length).toBeLessThan(40);
  expect(replay(family.build(dropped), core)).toMatchObject({ outcome: "violated" });
}, 120_000);
