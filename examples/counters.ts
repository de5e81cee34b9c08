/**
 * Independent counters modulo `k`: the plainest system of known size, k^n states and n k^n
 * transitions. Every counter can always step, so all interleavings are reachable; it shows the
 * cost of interleaving, and what symmetry and partial-order reduction can take away.
 */
import { action, indices, invariant, system } from "drmcheck";

interface State {
  counters: number[];
}

/** `n` counters, each of which counts from 0 to `k` - 1 and starts again. */
export const counters = (n: number, k: number) =>
  system<State>({
    name: `${n} counters modulo ${k}`,
    initial: { counters: indices(n).map(() => 0) },
    actions: [
      action("Increment", {
        choices: indices(n),
        effect: (s, i) => {
          s.counters[i] = (s.counters[i] + 1) % k;
        },
      }),
    ],
    symmetric: ["counters"],
    properties: [
      invariant("inRange", {
        claim: `Every counter stays below ${k}`,
        each: "counters",
        holds: (s, i) => s.counters[i] < k,
      }),
    ],
  });

export default counters(3, 4);
