/** How long it takes to bring a random walk of the driver down to its core. */
import { minimise } from "../counterexamples/minimise/minimise.ts";
import { family, isProof, randomTrace } from "../test/support/random-trace.ts";

const seed = 2;
/** A user who has no more time than this. */
const elapsedMsMax = 10_000;

/** Yields in one line from what the walk came down to what, and when. */
export async function minimising(): Promise<string> {
  const trace = randomTrace(seed);
  const begun = performance.now();
  let looked = 0;
  const { from, size } = await minimise(family, trace, {
    elapsedMsMax,
    onStage: (stage) => {
      if (looked === 0 && isProof(stage)) looked = performance.now() - begun;
    },
  });
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return (
    `minimise: a random walk of ${from.steps} steps and ${from.switches} context switches is ` +
    `${size.steps} steps and ${size.switches} switches after ${seconds(looked)}; ` +
    `${seconds(performance.now() - begun)} with as much of the proof as ten seconds allow`
  );
}
