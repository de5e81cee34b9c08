/**
 * The water jugs of the film "Die Hard with a Vengeance" (1995): with a jug of 3 gallons, a jug of
 * 5 and a fountain, measure exactly 4 gallons. Lamport made it the first example of many TLA+
 * courses. A puzzle is put to a model checker as a claim that it has no solution: the
 * counterexample is the solution, and a breadth-first search finds a shortest one.
 */
import { action, invariant, system } from "drmcheck";

interface State {
  small: number;
  big: number;
}
type Jug = keyof State;

/** The jugs puzzle; `capacity` is what each jug holds, `wanted` what one of them shall hold. */
export const dieHard = (capacity: State, wanted: number) =>
  system<State>({
    name: `water jugs of ${capacity.small} and ${capacity.big} gallons`,
    initial: { small: 0, big: 0 },
    actions: [
      action("Fill", {
        choices: ["small", "big"],
        effect: (s, jug) => {
          s[jug] = capacity[jug];
        },
      }),
      action("Empty", {
        choices: ["small", "big"],
        effect: (s, jug) => {
          s[jug] = 0;
        },
      }),
      action("PourFrom", {
        choices: ["small", "big"],
        effect: (s, from) => {
          const to: Jug = from === "small" ? "big" : "small";
          const poured = Math.min(s[from], capacity[to] - s[to]);
          s[from] -= poured;
          s[to] += poured;
        },
      }),
    ],
    properties: [
      invariant("unsolvable", {
        claim: `No jug ever holds exactly ${wanted} gallons`,
        holds: (s) => s.small !== wanted && s.big !== wanted,
      }),
    ],
  });

export default dieHard({ small: 3, big: 5 }, 4);
